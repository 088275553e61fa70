import type { CollectedEvent, LakeEvent } from '../events/contract.ts';
import { CustomerAttributes, CustomerRow } from './contract.ts';
import { identityOfEvent } from './identity.ts';
import { emptyState, joinEach, joinStates, type OnlineState } from './online-state.ts';

/** What rows say of their customers, one state each, so that a request knows it without opening an identity. */
export function statesOfRows(rows: readonly unknown[]): Map<string, OnlineState> {
  const news = rows.flatMap((row): [string, OnlineState][] => {
    const parsed = CustomerRow.safeParse(row);
    if (!parsed.success) return [];
    const { customer, attributes, updatedAt } = parsed.data;
    const stamp: [number, string] = [Date.parse(updatedAt), ''];
    const said = Object.entries(attributes).map(([name, value]) => [name, { stamp, value }] as const);
    return [[customer, { ...emptyState, attributes: Object.fromEntries(said) }]];
  });
  return joinEach(news);
}

/**
 * What rows say that the lake has not been told today, given the states of their customers. Its readers take what was said
 * last, so what is older than what is known, or was said before on the same day, adds nothing. Once a day it is told again
 * all the same: two deliveries at once that change a thing and change it back may leave out one too many.
 */
export function newlySaid(
  rows: readonly CustomerRow[],
  states: ReadonlyMap<string, Pick<OnlineState, 'attributes'>>,
): CustomerRow[] {
  const known = new Map([...states].map(([customer, { attributes }]) => [customer, { ...emptyState, attributes }]));
  const inOrder = rows.toSorted((left, right) => Date.parse(left.updatedAt) - Date.parse(right.updatedAt));
  return inOrder.flatMap((row) => {
    const before = known.get(row.customer) ?? emptyState;
    const after = joinStates(before, statesOfRows([row]).get(row.customer) ?? emptyState);
    known.set(row.customer, after);
    const news = Object.entries(row.attributes).filter(([name]) =>
      isNews(before.attributes[name], after.attributes[name]),
    );
    return news.length ? [{ ...row, attributes: Object.fromEntries(news) }] : [];
  });
}

type Said = OnlineState['attributes'][string];

function isNews(before: Said | undefined, after: Said | undefined): boolean {
  if (!before || !after) return after !== undefined;
  return before.value !== after.value || dayOf(before) !== dayOf(after);
}

const dayOf = ({ stamp: [at] }: Said): string => new Date(at).toISOString().slice(0, 10);

/** Of many people the same; when somebody signed up, to the millisecond, would tell who they are. */
const SHARED_TRAITS: ReadonlySet<string> = new Set(['country', 'language']);

/** What somebody's own statement of who they are says that may be learned from; a robot's says nothing. */
export function rowsOfEvent(collected: CollectedEvent, { shop, customer, isBot, type }: LakeEvent): CustomerRow[] {
  if (type !== 'identify' || isBot) return [];
  const said = Object.entries(identityOfEvent(collected)?.attributes ?? {}).flatMap(([name, { value }]) => {
    const one = CustomerAttributes.safeParse({ [name]: value });
    return one.success && SHARED_TRAITS.has(name) ? Object.entries(one.data) : [];
  });
  return said.length ? [{ shop, customer, attributes: Object.fromEntries(said), updatedAt: collected.timestamp }] : [];
}
