import { type PseudonymList, SHARDS } from '../../core/customers/identity-repository.ts';
import { readPeople } from '../../core/customers/read-people.ts';
import type { StateRepository } from '../../core/customers/state-repository.ts';
import { assignArm } from '../../core/experiments/assign-arm.ts';
import { type RetentionCount, retainedOf } from '../../core/outcomes/retention.ts';
import type { ShopProfile } from '../../core/platform/contract.ts';
import { ordersOf } from '../../core/segments/facts-of.ts';

const PAGE = 100;
/** Somebody waits for it. Pseudonyms are hashes, so the first of each part are a fair sample. */
const COUNTED = 20_000;

export interface CountRetentionPorts {
  readonly pseudonyms: PseudonymList;
  readonly states: Pick<StateRepository, 'get'>;
}

/**
 * Who of the customers that had ordered before the horizon ordered again, in the arms that their own names were drawn
 * for. Who is held out because a browser of theirs is counts where they were drawn: people of many browsers are the busier
 * ones, and would gather in the holdout.
 */
export async function countRetention(
  { shop, experimentSalt, holdoutShare }: ShopProfile,
  { pseudonyms, states }: CountRetentionPorts,
  now: Date,
  most = COUNTED,
): Promise<RetentionCount> {
  const arms = { treated: { customers: 0, successes: 0 }, holdout: { customers: 0, successes: 0 } };
  const parts = Array.from({ length: SHARDS }, async (_, shard) => {
    let cursor: string | undefined;
    let looked = 0;
    do {
      if (looked >= most / SHARDS) return false;
      const page = await pseudonyms.ofShard(shop, shard, { limit: PAGE, cursor });
      looked += page.data.length;
      for (const [customer, { state }] of await readPeople(shop, page.data, states)) {
        const isRetained = retainedOf([...ordersOf(state).values()], now);
        if (isRetained === undefined) continue;
        const arm = arms[assignArm([customer], { salt: experimentSalt, holdoutShare })];
        arm.customers += 1;
        if (isRetained) arm.successes += 1;
      }
      cursor = page.next_cursor ?? undefined;
    } while (cursor);
    return true;
  });
  const isWhole = (await Promise.all(parts)).every(Boolean);
  return { at: now.toISOString(), ...arms, isWhole };
}
