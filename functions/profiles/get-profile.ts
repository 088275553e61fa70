import { historyOf } from '../../core/customers/online-state.ts';
import { type CustomerState, readCustomerState } from '../../core/customers/read-customer-state.ts';
import type { StateRepository } from '../../core/customers/state-repository.ts';
import type { ItemRepository } from '../../core/items/item-repository.ts';
import type { ShopId } from '../../core/platform/contract.ts';
import { NotFoundError } from '../../core/platform/errors.ts';
import type { Pseudonyms } from '../../core/platform/pseudonyms.ts';
import { refusal } from '../../core/platform/refusal.ts';
import type { Profile } from '../../core/profiles/contract.ts';
import { liveFacts } from '../../core/profiles/live-facts.ts';
import type { ProfileRepository } from '../../core/profiles/profile-repository.ts';
import { viewLive, viewProfile } from '../../core/profiles/view-profile.ts';
import type { AskedCustomer } from '../customers/get-customer.ts';

export interface GetProfilePorts {
  readonly profiles: Pick<ProfileRepository, 'profile' | 'published'>;
  readonly states: Pick<StateRepository, 'get'>;
  readonly items: Pick<ItemRepository, 'getMany'>;
  readonly pseudonyms: Pseudonyms;
}

/** The profile that the last refresh wrote, or, of somebody whom it did not meet, what is known of them just now. */
export async function getProfile(
  shop: ShopId,
  { customerId, by }: AskedCustomer,
  { profiles, states, items, pseudonyms }: GetProfilePorts,
  now: Date,
): Promise<Profile> {
  const { pseudonymOf } = await pseudonyms.of(shop);
  const asked = by === 'pseudonym' ? customerId : pseudonymOf(by, customerId);
  const published = await profiles.published(shop);
  const stored = await profiles.profile(shop, asked);
  if (stored) return viewProfile(stored, published);
  const { subject, state } = await personOf(shop, asked, by, states);
  const owners = subject === asked ? undefined : await profiles.profile(shop, subject);
  if (owners) return viewProfile(owners, published);
  const ids = [...new Set(historyOf(state).flatMap(({ itemId }) => itemId ?? []))];
  const rows = new Map((await items.getMany(shop, ids)).map((row) => [row.itemId, row]));
  const facts = liveFacts(state, rows, now);
  if (!facts) throw new NotFoundError(refusal('nothing-known', {}));
  return viewLive(facts, published, now);
}

/** A pseudonym may be a browser's, whose owner is meant then, or a customer's, with all their browsers. */
async function personOf(
  shop: ShopId,
  asked: string,
  by: AskedCustomer['by'],
  states: Pick<StateRepository, 'get'>,
): Promise<CustomerState> {
  if (by === 'customer') return readCustomerState(shop, { customer: asked }, states);
  const person = await readCustomerState(shop, { browser: asked }, states);
  return person.isKnown || by === 'anonymous' ? person : readCustomerState(shop, { customer: asked }, states);
}
