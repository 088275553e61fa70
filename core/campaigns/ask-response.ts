import type { Contact } from '../channels/contract.ts';
import type { Identity } from '../customers/identity.ts';
import { historyOf, type OnlineState } from '../customers/online-state.ts';
import { ordersOf } from '../segments/facts-of.ts';
import type { CampaignDefinition } from './contract.ts';
import { languageOf } from './language-of.ts';
import type { ResponseQuestion } from './response-contract.ts';

/** All that a response is judged by. Nothing of it says who the customer is. */
export function askResponse(
  { kind, channel }: Pick<CampaignDefinition, 'kind' | 'channel'>,
  identity: Pick<Identity, 'attributes'>,
  state: OnlineState,
  { contacted }: Pick<Contact, 'contacted'>,
  now: Date,
): ResponseQuestion {
  const iso = (atMs: number) => new Date(atMs).toISOString();
  return {
    at: now.toISOString(),
    kind,
    channel,
    language: languageOf(identity),
    interactions: historyOf(state).map((one) => ({ at: iso(one.stamp[0]), kind: one.kind })),
    orders: [...ordersOf(state).values()].map(iso),
    contacted: contacted.map(({ at }) => at),
  };
}
