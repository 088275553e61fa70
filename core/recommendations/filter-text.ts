import * as z from 'zod';
import { checkKinds, type FieldKind, type Kind, kindWithin, type Path } from './filter/check-kinds.ts';
import { type Expression, FilterSyntaxError, partsOf, type Root } from './filter/grammar.ts';
import { MAX_FILTER_LENGTH, parseFilter } from './filter/parse-filter.ts';
import { checkDates } from './filter/tokens.ts';

/** The language for who reads the API's description. */
const LANGUAGE = [
  'Which items may be shown, in one line: `brand in ["Norra", "Pogo"] and price between 1000 and 5000 and not isHidden`.',
  'Comparisons are =, !=, <, <=, >, >=, in, contains, between … and …, is null, is not null; they are joined by and, or, not and brackets.',
  'Of an item: itemId, title, description, category (a list), brand, attributes.<name> (texts; `attributes."screen size"` where a name has several words), price (minor units), stock, isHidden, updatedAt, firstSeenAt.',
  'Of the customer: customer.isKnown, .attributes.<name>, .basket, .purchased, .viewed, .brands, .categories, .interactions, .lastSeenAt. Of the request: context.surface, context.itemId, context.item.<field>.',
  "Values are 12.5, 'text', true, false, [a, list], date'2026-01-31', now and stretches such as 7d, 12h and 30m; numbers are added, subtracted, multiplied and divided, and stretches go with times: firstSeenAt > now - 7d.",
  'Functions: size(list or text), lower(text), number(text), days_since(time), coalesce(a, b, …).',
  'What an item does not have meets no comparison.',
].join(' ');

const TEXTS: Kind = ['text'];
export const ITEM_FIELDS: Readonly<Record<string, FieldKind>> = {
  ...{ itemId: 'text', title: 'text', description: 'text', category: TEXTS, brand: 'text', attributes: 'attributes' },
  ...{ price: 'number', stock: 'number', isHidden: 'boolean', updatedAt: 'text', firstSeenAt: 'text' },
};

/**
 * What a filter of a recipe may speak of. A name that is not here is refused where it stands, because a comparison
 * with something missing is silently false.
 */
export const FILTER_FIELDS: Readonly<Record<Root, Readonly<Record<string, FieldKind | 'item'>>>> = {
  item: ITEM_FIELDS,
  /**
   * `attributes` are what the shop says of the customer, all else is what they did; `brands` and `categories` are those of
   * their last items.
   */
  customer: {
    ...{ isKnown: 'boolean', attributes: 'attributes', basket: TEXTS, purchased: TEXTS, viewed: TEXTS },
    ...{ brands: TEXTS, categories: TEXTS, interactions: 'number', lastSeenAt: 'text' },
  },
  /** `item` is the product that is being looked at. */
  context: { surface: 'text', itemId: 'text', item: 'item' },
};

/** Reads a filter and holds its names against what there is; throws FilterSyntaxError with a position. */
export function readFilter(text: string): Expression {
  const expression = parseFilter(text);
  for (const { root, names, at } of pathsOf(expression)) fieldOf(FILTER_FIELDS[root], root, names, at);
  return expression;
}

/** As `readFilter`, and what could hold for nothing is refused too, and so are dates that are none. */
export function checkFilter(text: string): void {
  checkKinds(readFilter(text), kindOfPath);
  checkDates(text);
}

function kindOfPath(path: Path): Kind {
  const { root, names, at } = path;
  const field = fieldOf(FILTER_FIELDS[root], root, names, at);
  if (field !== 'item') return kindWithin(field, path);
  if (names.length > 1) return kindWithin(fieldOf(ITEM_FIELDS, 'item', names.slice(1), at), path, 2);
  const [said, such] = [`${root}.item`, `${root}.item.price`];
  throw new FilterSyntaxError(`"${said}" needs a field, such as ${such}`, at, {
    code: 'filter-no-field',
    root: said,
    such,
  });
}

function fieldOf<Field>(
  fields: Readonly<Record<string, Field>>,
  root: string,
  names: readonly string[],
  at: number,
): Field {
  const [name = ''] = names;
  const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
  if (field !== undefined) return field;
  const known = Object.keys(fields).join(', ');
  throw new FilterSyntaxError(`${root} has no "${name}", only ${known} (a text stands in quotes)`, at, {
    code: 'filter-field',
    root,
    name,
    known,
  });
}

/** What is wrong with a filter, for a schema to tell; undefined where nothing is. */
export function faultOf(text: string, read: (text: string) => unknown = checkFilter) {
  try {
    read(text);
    return undefined;
  } catch (error) {
    if (!(error instanceof FilterSyntaxError)) throw error;
    const params = { ...error.told, position: error.position };
    return { code: 'custom', message: error.message, params } as const;
  }
}

const filterText = (read: (text: string) => unknown) =>
  z
    .string()
    .min(1)
    .max(MAX_FILTER_LENGTH)
    .superRefine((text, refinement) => {
      const fault = text && text.length <= MAX_FILTER_LENGTH ? faultOf(text, read) : undefined;
      if (fault) refinement.addIssue(fault);
    });

/** A filter as a rule keeps it. What cannot be read is refused with its position in the text as typed. */
export const FilterText = filterText(readFilter).describe(LANGUAGE);
export type FilterText = z.infer<typeof FilterText>;

/** A filter as somebody sends it: one that is kept may be older than what is asked of it since. */
export const SentFilterText = filterText(checkFilter).describe(LANGUAGE);

/** Whether a filter asks nothing of the customer or the request; one that does not read says nothing of it. */
export function isOfItemsAlone(text: string): boolean {
  try {
    return pathsOf(parseFilter(text)).every(({ root }) => root === 'item');
  } catch {
    return true;
  }
}

/** Every name that a filter speaks of. */
export function pathsOf(expression: Expression): Path[] {
  return expression.kind === 'path' ? [expression] : partsOf(expression).flatMap(pathsOf);
}
