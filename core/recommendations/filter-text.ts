import * as z from 'zod';
import { type Expression, FilterSyntaxError, type Root } from './filter/grammar.ts';
import { MAX_FILTER_LENGTH, parseFilter } from './filter/parse-filter.ts';

/**
 * What a filter of a recipe may speak of. A name that is not here is refused where it stands, because a comparison
 * with something missing is silently false.
 */
export const FILTER_FIELDS: Readonly<Record<Root, readonly string[]>> = {
  item: [
    ...['itemId', 'title', 'description', 'category', 'brand', 'attributes'],
    ...['price', 'stock', 'isHidden', 'updatedAt', 'firstSeenAt'],
  ],
  /**
   * `attributes` are what the shop says of the customer, all else is what they did; `brands` and `categories` are those of
   * their last items.
   */
  customer: [
    ...['isKnown', 'attributes', 'basket', 'purchased', 'viewed'],
    ...['brands', 'categories', 'interactions', 'lastSeenAt'],
  ],
  /** `item` is the product that is being looked at. */
  context: ['surface', 'itemId', 'item'],
};

/** Reads a filter and holds its names against what there is; throws FilterSyntaxError with a position. */
export function readFilter(text: string): Expression {
  const expression = parseFilter(text);
  for (const { root, names, at } of pathsOf(expression)) {
    const [name = ''] = names;
    const known = FILTER_FIELDS[root].join(', ');
    if (!FILTER_FIELDS[root].includes(name))
      throw new FilterSyntaxError(`${root} has no "${name}", only ${known}`, at, {
        code: 'filter-field',
        root,
        name,
        known,
      });
  }
  return expression;
}

/** A filter as a rule or a request carries it. What cannot be read is refused with its position in the text as typed. */
export const FilterText = z
  .string()
  .min(1)
  .max(MAX_FILTER_LENGTH)
  .superRefine((text, refinement) => {
    try {
      readFilter(text);
    } catch (error) {
      if (!(error instanceof FilterSyntaxError)) throw error;
      refinement.addIssue({
        code: 'custom',
        message: error.message,
        params: { ...error.told, position: error.position },
      });
    }
  });
export type FilterText = z.infer<typeof FilterText>;

type Path = Extract<Expression, { kind: 'path' }>;

/** Every name that a filter speaks of. */
export function pathsOf(expression: Expression): Path[] {
  switch (expression.kind) {
    case 'literal':
    case 'now':
      return [];
    case 'path':
      return [expression];
    case 'list':
      return expression.items.flatMap(pathsOf);
    case 'call':
      return expression.args.flatMap(pathsOf);
    case 'negate':
    case 'isNull':
    case 'not':
      return pathsOf(expression.of);
    case 'between':
      return [expression.of, expression.low, expression.high].flatMap(pathsOf);
    default:
      return [expression.left, expression.right].flatMap(pathsOf);
  }
}
