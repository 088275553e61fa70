import type { CollectedEvent, LakeEvent } from '../events/contract.ts';
import { CustomerRow } from './contract.ts';
import { identityOfEvent } from './identity.ts';
import { emptyState, joinStates, type OnlineState } from './online-state.ts';

/** What rows say of their customers, one state each, so that a request knows it without opening an identity. */
export function statesOfRows(rows: readonly unknown[]): Map<string, OnlineState> {
  const states = new Map<string, OnlineState>();
  for (const row of rows) {
    const parsed = CustomerRow.safeParse(row);
    if (!parsed.success) continue;
    const { customer, attributes, updatedAt } = parsed.data;
    const stamp: [number, string] = [Date.parse(updatedAt), ''];
    const said = Object.entries(attributes).map(([name, value]) => [name, { stamp, value }] as const);
    const news = { ...emptyState, attributes: Object.fromEntries(said) };
    states.set(customer, joinStates(states.get(customer) ?? emptyState, news));
  }
  return states;
}

/** What somebody's own statement of who they are says that may be learned from; a robot's says nothing. */
export function rowsOfEvent(collected: CollectedEvent, { shop, customer, isBot, type }: LakeEvent): CustomerRow[] {
  const said = type === 'identify' && !isBot ? Object.entries(identityOfEvent(collected)?.attributes ?? {}) : [];
  const attributes = Object.fromEntries(said.map(([name, { value }]) => [name, String(value)]));
  const row = CustomerRow.safeParse({ shop, customer, attributes, updatedAt: collected.timestamp });
  return said.length && row.success ? [row.data] : [];
}
