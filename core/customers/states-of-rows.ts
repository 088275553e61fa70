import type { CollectedEvent, LakeEvent } from '../events/contract.ts';
import { CustomerAttributes, CustomerRow } from './contract.ts';
import { identityOfEvent } from './identity.ts';
import { emptyState, joinEach, type OnlineState } from './online-state.ts';

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
