import { HAS_MORE, priceTraits, stockTraits, type TraitList, traitOf, weekTraits } from '../../items/traits.ts';
import { pathsOf } from '../filter-text.ts';
import { compile, type FilterScope, isList, isTime } from './compile-filter.ts';
import type { CompareOperator, Expression, Value } from './grammar.ts';
import { negationOf } from './negation.ts';

/** Where in a catalogue the items are that meet a filter, as far as lists of items by their traits can tell. */
export type Reach =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'items'; readonly itemIds: readonly string[] }
  | { readonly kind: 'trait'; readonly trait: string }
  | { readonly kind: 'any' | 'all'; readonly of: readonly Reach[] };

/** What a filter sees but for the item, and of items whether those that are sold out may be shown. */
export interface RequestScope extends Omit<FilterScope, 'item'> {
  readonly showsSoldOut: boolean;
}

const UNKNOWN: Reach = { kind: 'unknown' };
/** Of what no item meets. */
const NOTHING: Reach = { kind: 'items', itemIds: [] };
const NOTHING_TOLD: TraitList = { itemIds: [], isWhole: false };
/** A range of prices touches many lists; a recommender is asked about no more items than one of them may hold. */
const MOST_WITHIN = 5_000;
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** From one end to the other of what lists are kept by in an order. */
interface Stretch {
  readonly kind: 'stretch';
  readonly of: 'price' | 'stock' | 'firstSeenAt';
  readonly from: number;
  readonly to: number;
}

/**
 * Equality with an item's id, brand, category or attribute says where to look, and so does a range of prices, of stocks or of
 * the times at which items came into the catalogue, and what holds for no item whatever; nothing else that a filter says does.
 */
export function reachOf(asked: Expression, request: RequestScope): Reach {
  const expression = affirmed(asked, request);
  if (!isOfItem(expression)) return known(expression, request) === true ? UNKNOWN : NOTHING;
  if (expression.kind === 'and') return reachOfAll([expression], request);
  if (expression.kind === 'or')
    return { kind: 'any', of: [expression.left, expression.right].map((side) => reachOf(side, request)) };
  if (operandsOf(expression).some((operand) => known(operand, request) === null)) return NOTHING;
  const stretch = stretchOf(expression, request);
  if (stretch) return listed(stretch);
  if (expression.kind === 'isNull') return mayBeMissing(expression.of, request) ? UNKNOWN : NOTHING;
  if (expression.kind !== 'compare') return UNKNOWN;
  const { operator, left, right } = expression;
  if (operator === 'in') return memberOf(left, right, request);
  if (operator === 'contains') return memberOf(right, left, request);
  if (operator !== '=') return UNKNOWN;
  return isOfItem(left) ? equalTo(left, known(right, request), request) : equalTo(right, known(left, request), request);
}

/**
 * The same of all of several. Two of them that bound a stretch from either side are one stretch; and what the fewest lists
 * tell comes first, so that a long stretch takes nothing from what is rarer.
 */
export function reachOfAll(expressions: readonly Expression[], request: RequestScope): Reach {
  const parts = expressions
    .flatMap((expression) => conjunctsOf(expression, request))
    .map((part): Stretch | Reach => stretchOf(part, request) ?? reachOf(part, request));
  const stretches = parts.filter((part) => part.kind === 'stretch');
  const shared = [...Map.groupBy(stretches, ({ of }) => of)].map(([of, ends]) => {
    const [from, to] = [Math.max(...ends.map((one) => one.from)), Math.min(...ends.map((one) => one.to))];
    return listed({ kind: 'stretch', of, from, to });
  });
  const all = [...parts.filter((part) => part.kind !== 'stretch'), ...shared];
  return { kind: 'all', of: all.toSorted((one, other) => traitsIn(one).length - traitsIn(other).length) };
}

function conjunctsOf(asked: Expression, request: RequestScope): Expression[] {
  const expression = affirmed(asked, request);
  if (expression.kind !== 'and') return [expression];
  return [expression.left, expression.right].flatMap((side) => conjunctsOf(side, request));
}

/** The same condition with no `not` in front of what can be said without. */
function affirmed(expression: Expression, request: RequestScope): Expression {
  if (expression.kind !== 'not') return expression;
  const negation = negationOf(expression.of, (operand) => mayBeMissing(operand, request));
  return negation ? affirmed(negation, request) : expression;
}

/** What a comparison holds against each other. */
function operandsOf(expression: Expression): readonly Expression[] {
  if (expression.kind === 'compare') return [expression.left, expression.right];
  return expression.kind === 'between' ? [expression.of, expression.low, expression.high] : [];
}

/** Every item of a catalogue has these. */
const ALWAYS_THERE: ReadonlySet<string> = new Set([
  ...['itemId', 'title', 'description', 'category', 'brand', 'attributes'],
  ...['price', 'isHidden', 'updatedAt'],
]);

function mayBeMissing(operand: Expression, request: RequestScope): boolean {
  if (!isOfItem(operand)) return known(operand, request) === null;
  const isThere = operand.kind === 'path' && operand.names.length === 1 && ALWAYS_THERE.has(operand.names[0] ?? '');
  return !isThere;
}

const TURNED: Readonly<Partial<Record<CompareOperator, CompareOperator>>> = {
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
};

function stretchOf(expression: Expression, request: RequestScope): Stretch | undefined {
  if (expression.kind === 'between') {
    const { of, low, high } = expression;
    return rangeOf(of, request)?.within(known(low, request), known(high, request));
  }
  if (expression.kind !== 'compare') return undefined;
  const { operator, left, right } = expression;
  return isOfItem(left)
    ? compared(left, operator, known(right, request), request)
    : compared(right, TURNED[operator] ?? operator, known(left, request), request);
}

function compared(
  expression: Expression,
  operator: CompareOperator,
  value: Value | undefined,
  request: RequestScope,
): Stretch | undefined {
  const range = rangeOf(expression, request);
  if (!range) return undefined;
  const { lowest, highest, within } = range;
  switch (operator) {
    case '=':
      return within(value, value);
    case '<':
    case '<=':
      return within(lowest, value);
    case '>':
    case '>=':
      return within(value, highest);
    default:
      return undefined;
  }
}

/** What lists are kept by in an order, from the lowest to the highest that there may be. */
interface Range {
  readonly lowest: Value;
  readonly highest: Value;
  readonly within: (least: Value | undefined, most: Value | undefined) => Stretch | undefined;
}

function rangeOf(expression: Expression, { now, showsSoldOut }: RequestScope): Range | undefined {
  const [lowest, highest] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  switch (fieldOf(expression)) {
    case 'price':
      return countedFrom(0, 'price');
    case 'stock':
      return countedFrom(showsSoldOut ? 0 : 1, 'stock');
    case 'firstSeenAt':
      return {
        lowest: { time: lowest },
        highest: { time: highest },
        within: (least, most) => seenWithin(momentOf(least), momentOf(most), now),
      };
    default:
  }
  if (expression.kind !== 'call' || expression.name !== 'days_since') return undefined;
  if (!expression.args.some((of) => fieldOf(of) === 'firstSeenAt')) return undefined;
  // Days are fractions: what they come to may be off by less than a millisecond.
  const ago = (days: Value | undefined, off: number) => (isNumber(days) ? now - days * DAY_MS + off : undefined);
  return { lowest, highest, within: (least, most) => seenWithin(ago(most, -1), ago(least, 1), now) };
}

/** With what is no number nothing compares. */
const isNumber = (value: Value | undefined): value is number => typeof value === 'number' && !Number.isNaN(value);

/** Of whole numbers, of which nothing less need be found. */
const countedFrom = (lowest: number, of: 'price' | 'stock'): Range => ({
  lowest,
  highest: Number.POSITIVE_INFINITY,
  within: (least, most) =>
    isNumber(least) && isNumber(most) ? { kind: 'stretch', of, from: Math.max(least, lowest), to: most } : undefined,
});

/**
 * In whole minutes, within which texts do not stand in the order of their times; no minute is of two weeks. Nothing has come
 * later than now, which in a batch is when it was started: a day ago at most.
 */
function seenWithin(from: number | undefined, to: number | undefined, now: number): Stretch | undefined {
  if (from === undefined || to === undefined) return undefined;
  const [first, last] = [Math.floor(from / MINUTE_MS), Math.ceil(Math.min(to, now + DAY_MS) / MINUTE_MS)];
  return { kind: 'stretch', of: 'firstSeenAt', from: first * MINUTE_MS, to: last * MINUTE_MS };
}

const TOLD = { price: priceTraits, stock: stockTraits, firstSeenAt: weekTraits } as const;

/** Items whose lists a stretch touches. */
function listed({ of, from, to }: Stretch): Reach {
  const { traits, isAll } = TOLD[of](from, to);
  return { kind: 'any', of: [...traits.map(withTraitOf), ...(isAll ? [] : [UNKNOWN])] };
}

const withTraitOf = (trait: string): Reach => ({ kind: 'trait', trait });

/** As `2026`, `2026-01-31` or `2026-01-31T12:00:00Z`: texts that stand in the order of their times. */
const ISO_TEXT = /^\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,3})?)?Z)?)?)?$/;

/** A time, or a text that compares with an item's as their times do, but for the order within one minute, which no week divides. */
function momentOf(value: Value | undefined): number | undefined {
  if (value === undefined) return undefined;
  if (isTime(value)) return value.time;
  if (typeof value !== 'string' || !ISO_TEXT.test(value)) return undefined;
  const time = Date.parse(value);
  const isRead = !Number.isNaN(time) && new Date(time).toISOString().startsWith(value.replace('Z', ''));
  return isRead ? time : undefined;
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
  return { kind: 'any', of: values.map((value) => equalTo(member, value, request)) };
}

function equalTo(expression: Expression, value: Value | undefined, request: RequestScope): Reach {
  const range = rangeOf(expression, request);
  if (range) {
    const stretch = range.within(value, value);
    return stretch ? listed(stretch) : UNKNOWN;
  }
  const field = fieldOf(expression);
  if (field === undefined || field === 'category') return UNKNOWN;
  if (field !== 'itemId') return withTrait(field, value);
  return typeof value === 'string' ? { kind: 'items', itemIds: [value] } : UNKNOWN;
}

function withTrait(field: string, value: Value | undefined): Reach {
  const trait = typeof value === 'string' ? traitOf(field, value) : undefined;
  return trait === undefined ? UNKNOWN : withTraitOf(trait);
}

/** A field of the item that lists are kept by. */
function fieldOf(expression: Expression): string | undefined {
  if (expression.kind !== 'path' || expression.root !== 'item') return undefined;
  const [name = '', ...rest] = expression.names;
  if (name === 'attributes') return rest.length === 1 ? expression.names.join('.') : undefined;
  return !rest.length && ['itemId', 'brand', 'category', 'price', 'stock', 'firstSeenAt'].includes(name)
    ? name
    : undefined;
}

/** What the same request gives for every item. */
const known = (expression: Expression, request: RequestScope): Value | undefined =>
  isOfItem(expression) ? undefined : compile(expression)({ ...request, item: {} });

const isOfItem = (expression: Expression): boolean => pathsOf(expression).some(({ root }) => root === 'item');
