import { runIdOf } from '../../core/campaigns/run-id.ts';
import { SHARDS } from '../../core/customers/identity-repository.ts';
import { assignArm } from '../../core/experiments/assign-arm.ts';
import { recordDelivery } from '../../functions/outcomes/record-delivery.ts';
import type { ApiClient } from '../../local/api-client.ts';
import { createRandom } from '../../local/demo/random.ts';
import { readInbox } from '../../local/inbox.ts';
import { awaitCrowd, type Crowd, customerOf, gatherCrowd, judgeInbox, kindOf } from './crowd.ts';
import { deliverWithFaults, eventOf, openDelivery } from './faulty-delivery.ts';

export interface FaultyRun {
  readonly crowd: Crowd;
  readonly shop: string;
  readonly server: ApiClient;
  readonly tracker: ApiClient;
  readonly publicUrl: string;
  readonly emulatorUrl: string;
  readonly seed: number;
  /** How many customers the segment finds just now. */
  readonly matched: () => Promise<number>;
  readonly onProgress: (line: string) => void;
}

/** One call in ten fails. */
const FAULTS = 0.1;
/** A run and two redrives of it. */
const DRIVES = 3;
const PATIENCE_MS = 300_000;

/** A whole campaign of a crowd under faults: how many got it, twice, not although meant, or although not meant. */
export async function runUnderFaults(given: FaultyRun) {
  const { crowd, shop, emulatorUrl, onProgress } = given;
  await gatherCrowd(crowd, given);
  await awaitCrowd(crowd, given.matched, PATIENCE_MS);
  onProgress(`${crowd.size} customers are there`);
  const delivery = await openDelivery();
  const { sources, messages } = delivery;
  const reference = { shop, campaignId: 'win-back', runId: runIdOf(new Date()) };
  await sources.campaigns.addRun(shop, reference.campaignId, {
    runId: reference.runId,
    version: 1,
    trigger: 'demand',
    status: 'running',
    startedAt: new Date().toISOString(),
  });
  const pseudonyms = await pseudonymsOf(shop, sources.identities);
  const told = { campaigns: sources.campaigns, messages, contacts: sources.contacts };
  for (let index = 0; index < crowd.size; index++) {
    const customer = pseudonyms.get(customerOf(index));
    if (customer === undefined) throw new Error(`${customerOf(index)} is not there`);
    if (kindOf(index) === 'suppressed')
      await recordDelivery(eventOf('Complaint', { ...reference, customer }), told, new Date());
  }
  const profile = await sources.shops.get(shop);
  const isTreated = (index: number) =>
    assignArm([pseudonyms.get(customerOf(index)) ?? ''], {
      salt: profile.experimentSalt,
      holdoutShare: profile.holdoutShare,
    }) === 'treated';
  const isWanted = (index: number) => kindOf(index) === 'wanted' && isTreated(index);
  const began = performance.now();
  const random = createRandom(given.seed);
  const { faults, calls } = await deliverWithFaults({
    ...reference,
    ...{ delivery, emulatorUrl, random, onProgress },
    ...{ faults: FAULTS, drives: DRIVES },
  });
  return {
    recipients: Array.from({ length: crowd.size }, (_, index) => index).filter(isWanted).length,
    ...judgeInbox(crowd, await readInbox(emulatorUrl), isWanted),
    ...{ faults, calls, redrives: DRIVES - 1 },
    delivery_seconds: Math.round((performance.now() - began) / 1000),
  };
}

type Identities = Awaited<ReturnType<typeof openDelivery>>['sources']['identities'];

async function pseudonymsOf(shop: string, identities: Identities): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (let shard = 0; shard < SHARDS; shard++) {
    let cursor: string | undefined;
    do {
      const { data, next_cursor } = await identities.listShard(shop, shard, { limit: 100, cursor });
      for (const { pseudonym, identity } of data)
        if (identity.customerId !== undefined) found.set(identity.customerId, pseudonym);
      cursor = next_cursor ?? undefined;
    } while (cursor);
  }
  return found;
}
