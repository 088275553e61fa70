import { type TraitList, traitOf } from '../../items/traits.ts';
import { pathsOf } from '../filter-text.ts';
import { compile, type FilterScope, isList } from './compile-filter.ts';
import type { Expression, Value } from './grammar.ts';

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

/** Equality with an item's id, brand, category or attribute says where to look; nothing else that a filter says does. */
export function reachOf(expression: Expression, request: RequestScope): Reach {
  if (expression.kind === 'and' || expression.kind === 'or') {
    const of = [expression.left, expression.right].map((side) => reachOf(side, request));
    return { kind: expression.kind === 'and' ? 'all' : 'any', of };
  }
  if (expression.kind !== 'compare') return UNKNOWN;
  const { operator, left, right } = expression;
  if (operator === 'in') return memberOf(left, right, request);
  if (operator === 'contains') return memberOf(right, left, request);
  if (operator !== '=') return UNKNOWN;
  const isLeft = fieldOf(left) !== undefined;
  return isLeft ? equalTo(left, known(right, request)) : equalTo(right, known(left, request));
}

/** The traits whose lists tell where a filter's items are. */
export function traitsIn(reach: Reach): string[] {
  if (reach.kind === 'trait') return [reach.trait];
  return reach.kind === 'any' || reach.kind === 'all' ? reach.of.flatMap(traitsIn) : [];
}

/** The items within reach. Where `isWhole`, every item that meets the filter is among them. */
export function itemsWithin(reach: Reach, lists: ReadonlyMap<string, TraitList>): TraitList {
  if (reach.kind === 'unknown') return NOTHING_TOLD;
  if (reach.kind === 'items') return { itemIds: reach.itemIds, isWhole: true };
  if (reach.kind === 'trait') return lists.get(reach.trait) ?? NOTHING_TOLD;
  const parts = reach.of.map((part) => itemsWithin(part, lists));
  const whole = parts.filter(({ isWhole }) => isWhole);
  if (reach.kind === 'all' && whole.length) return { itemIds: common(whole), isWhole: true };
  return {
    itemIds: [...new Set(parts.flatMap(({ itemIds }) => itemIds))],
    isWhole: reach.kind === 'any' && whole.length === parts.length,
  };
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
  return !rest.length && ['itemId', 'brand', 'category'].includes(name) ? name : undefined;
}

/** What the same request gives for every item. */
const known = (expression: Expression, request: RequestScope): Value | undefined =>
  pathsOf(expression).some(({ root }) => root === 'item') ? undefined : compile(expression)({ ...request, item: {} });
