import type { KnownCustomer } from '../customers/identity-repository.ts';
import type { OnlineState } from '../customers/online-state.ts';
import type { ShopId } from '../platform/contract.ts';
import type { ProfileRepository, StoredProfile } from '../profiles/profile-repository.ts';
import type { RfmScale } from '../profiles/refresh-contract.ts';
import { rfmOf } from '../profiles/rfm.ts';
import type { Segment } from './compile-segment.ts';
import type { ProfiledFacts, SegmentFacts } from './contract.ts';
import { factsOf, notProfiled } from './facts-of.ts';

export type SegmentProfiles = Pick<ProfileRepository, 'profiles' | 'published'>;

/** What a segment asks of one of the customers that were read. */
export type FactsOf = (customer: KnownCustomer, state: OnlineState, now: Date) => SegmentFacts;

/** Reads the profiles of many customers together, and none where the segment asks nothing of them. */
export async function readFacts(
  shop: ShopId,
  segment: Segment,
  customers: readonly KnownCustomer[],
  profiles: SegmentProfiles,
): Promise<FactsOf> {
  if (!segment.asksProfiles || !customers.length) return ({ identity }, state, now) => factsOf(identity, state, now);
  const [published, stored] = await Promise.all([
    profiles.published(shop),
    profiles.profiles(
      shop,
      customers.map(({ pseudonym }) => pseudonym),
    ),
  ]);
  const scale = published?.report.scale ?? null;
  return ({ pseudonym, identity }, state, now) => {
    const own = stored.get(pseudonym);
    // A row that the last refresh did not write again is of somebody whom it did not meet.
    const isCurrent = own && own.computedAt >= (published?.computedAt ?? '');
    return factsOf(identity, state, now, isCurrent ? profiledFacts(own, scale) : notProfiled);
  };
}

function profiledFacts(stored: StoredProfile, scale: RfmScale | null): ProfiledFacts {
  const { facts, cluster, churn } = stored.line;
  return {
    cluster,
    rfm: rfmOf(facts, scale).segment,
    churn_risk: churn,
    spent: facts.spent,
    top_category: facts.categories[0]?.value ?? null,
    top_brand: facts.brands[0]?.value ?? null,
  };
}
