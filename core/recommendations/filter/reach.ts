import { HAS_MORE, priceTraits, type TraitList, traitOf } from '../../items/traits.ts';
import { pathsOf } from '../filter-text.ts';
import { compile, type FilterScope, isList } from './compile-filter.ts';
import type { CompareOperator, Expression, Value } from './grammar.ts';

/** Where in a catalogue the items are that meet a filter, as far as lists of items by their traits can tell. */
export type Reach =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'items'; readonly itemIds: readonly string[] }
  | { readonly kind: 'trait'; readonly trait: string }
  | { readonly kind: 'any' | 'all'; readonly of: readonly Reach[] };

/** What a filter sees but for the item. */
export type RequestScope = Omit<FilterScope, 'item'>;

const UNKNOWN: Reach = { kind: 'unknown' };
const NOTHING_TOLD: TraitList = { itemIds: [], isWhole: false };
/** A range of prices touches many lists; a recommender is asked about no more items than one of them may hold. */
const MOST_WITHIN = 5_000;

/**
 * Equality with an item's id, brand, category or attribute says where to look, and so does a range of prices; nothing else
 * that a filter says does.
 */
export function reachOf(expression: Expression, request: RequestScope): Reach {
  if (expression.kind === 'and' || expression.kind === 'or') {
    const of = [expression.left, expression.right].map((side) => reachOf(side, request));
    return { kind: expression.kind === 'and' ? 'all' : 'any', of };
  }
  if (expression.kind === 'between') {
    const { of, low, high } = expression;
    return fieldOf(of) === 'price' ? pricedWithin(known(low, request), known(high, request)) : UNKNOWN;
  }
  if (expression.kind !== 'compare') return UNKNOWN;
  const { operator, left, right } = expression;
  if (operator === 'in') return memberOf(left, right, request);
  if (operator === 'contains') return memberOf(right, left, request);
  return fieldOf(left) === undefined
    ? compared(right, TURNED[operator] ?? operator, known(left, request))
    : compared(left, operator, known(right, request));
}

const TURNED: Readonly<Partial<Record<CompareOperator, CompareOperator>>> = {
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
};

function compared(expression: Expression, operator: CompareOperator, value: Value | undefined): Reach {
  if (operator === '=') return equalTo(expression, value);
  if (operator === '!=' || fieldOf(expression) !== 'price') return UNKNOWN;
  return operator === '<' || operator === '<=' ? pricedWithin(0, value) : pricedWithin(value, Number.POSITIVE_INFINITY);
}

function pricedWithin(least: Value | undefined, most: Value | undefined): Reach {
  if (typeof least !== 'number' || typeof most !== 'number') return UNKNOWN;
  return { kind: 'any', of: priceTraits(least, most).map((trait) => ({ kind: 'trait', trait })) };
}

/** The traits whose lists tell where a filter's items are. */
export function traitsIn(reach: Reach): string[] {
  if (reach.kind === 'trait') return isAttribute(reach) ? [HAS_MORE, reach.trait] : [reach.trait];
  return reach.kind === 'any' || reach.kind === 'all' ? reach.of.flatMap(traitsIn) : [];
}

const isAttribute = ({ trait }: { readonly trait: string }) => trait.startsWith('attributes.');

/** The items within reach. Where `isWhole`, every item that meets the filter is among them. */
export function itemsWithin(reach: Reach, lists: ReadonlyMap<string, TraitList>): TraitList {
  if (reach.kind === 'unknown') return NOTHING_TOLD;
  if (reach.kind === 'items') return { itemIds: reach.itemIds, isWhole: true };
  if (reach.kind === 'trait') {
    const { itemIds, isWhole } = lists.get(reach.trait) ?? NOTHING_TOLD;
    // An item with more traits than it is listed under may be on no list of the attributes that it has.
    return { itemIds, isWhole: isWhole && !(isAttribute(reach) && lists.get(HAS_MORE)?.itemIds.length) };
  }
  const parts = reach.of.map((part) => itemsWithin(part, lists));
  const whole = parts.filter(({ isWhole }) => isWhole);
  if (reach.kind === 'all' && whole.length) return { itemIds: common(whole), isWhole: true };
  const either = inTurn(parts.map(({ itemIds }) => itemIds));
  return { ...either, isWhole: either.isWhole && reach.kind === 'any' && whole.length === parts.length };
}

/** Items of several lists, the first of each, then the second, so that of more than there is room for each has some. */
function inTurn(lists: readonly (readonly string[])[]): TraitList {
  const itemIds = new Set<string>();
  const longest = lists.reduce((most, { length }) => Math.max(most, length), 0);
  for (let place = 0; place < longest; place++) {
    for (const { [place]: itemId } of lists) {
      if (itemId === undefined || itemIds.has(itemId)) continue;
      if (itemIds.size === MOST_WITHIN) return { itemIds: [...itemIds], isWhole: false };
      itemIds.add(itemId);
    }
  }
  return { itemIds: [...itemIds], isWhole: true };
}

function common(lists: readonly TraitList[]): string[] {
  const [first = [], ...rest] = lists.map(({ itemIds }) => itemIds);
  return rest
    .map((itemIds) => new Set(itemIds))
    .reduce<readonly string[]>((left, others) => left.filter((itemId) => others.has(itemId)), first)
    .slice();
}

function memberOf(member: Expression, list: Expression, request: RequestScope): Reach {
  if (fieldOf(list) === 'category') return withTrait('category', known(member, request));
  const values = known(list, request);
  if (values === undefined || !isList(values)) return UNKNOWN;
  return { kind: 'any', of: values.map((value) => equalTo(member, value)) };
}

function equalTo(expression: Expression, value: Value | undefined): Reach {
  const field = fieldOf(expression);
  if (field === undefined || field === 'category') return UNKNOWN;
  if (field === 'price') return pricedWithin(value, value);
  if (field !== 'itemId') return withTrait(field, value);
  return typeof value === 'string' ? { kind: 'items', itemIds: [value] } : UNKNOWN;
}

function withTrait(field: string, value: Value | undefined): Reach {
  const trait = typeof value === 'string' ? traitOf(field, value) : undefined;
  return trait === undefined ? UNKNOWN : { kind: 'trait', trait };
}

/** A field of the item that lists are kept by. */
function fieldOf(expression: Expression): string | undefined {
  if (expression.kind !== 'path' || expression.root !== 'item') return undefined;
  const [name = '', ...rest] = expression.names;
  if (name === 'attributes') return rest.length === 1 ? expression.names.join('.') : undefined;
  return !rest.length && ['itemId', 'brand', 'category', 'price'].includes(name) ? name : undefined;
}

/** What the same request gives for every item. */
const known = (expression: Expression, request: RequestScope): Value | undefined =>
  pathsOf(expression).some(({ root }) => root === 'item') ? undefined : compile(expression)({ ...request, item: {} });
