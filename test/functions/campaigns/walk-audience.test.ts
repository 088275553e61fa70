import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { SHARDS } from '../../../core/customers/identity-repository.ts';
import { emptyState, type OnlineState } from '../../../core/customers/online-state.ts';
import { createPseudonymizer } from '../../../core/platform/pseudonyms.ts';
import { compileSegment } from '../../../core/segments/compile-segment.ts';
import { factsOf } from '../../../core/segments/facts-of.ts';
import { dryRun } from '../../../functions/campaigns/dry-run.ts';
import { countAudience, whileSomebodyWaits } from '../../../functions/campaigns/walk-audience.ts';
import { aCampaign, aContact, aCustomer, aShop, lapsedState, NOON, someSending } from '../../support/campaigns.ts';

const { pseudonymOf } = createPseudonymizer(Buffer.alloc(32, 5));
const pseudonyms = Array.from({ length: 8_000 }, (_, index) => pseudonymOf('customer', `c${index}`));

/** A shop of so many customers, in their parts by name as the table has them; one in four lives in Germany. */
function aCrowd(size: number, stateOf: (index: number) => OnlineState | undefined = () => undefined) {
  const all = pseudonyms
    .slice(0, size)
    .map((pseudonym, index) => ({ customer: aCustomer(pseudonym, { country: index % 4 ? 'FR' : 'DE' }), index }));
  const states = new Map(
    all.flatMap(({ customer, index }): [string, OnlineState][] => {
      const state = stateOf(index);
      return state ? [[customer.pseudonym, state]] : [];
    }),
  );
  const byName = all
    .map(({ customer }) => customer)
    .sort((one, other) => Buffer.compare(Buffer.from(one.pseudonym), Buffer.from(other.pseudonym)));
  const parts = Array.from({ length: SHARDS }, (_, shard) =>
    byName.filter(({ pseudonym }) => (createHash('sha256').update(pseudonym).digest()[0] ?? 0) % SHARDS === shard),
  );
  const reads = { states: 0, reports: 0 };
  const ports = {
    identities: {
      listShard: async (
        _shop: string,
        shard: number,
        { limit, cursor }: { limit: number; cursor?: string | undefined },
      ) => {
        const mine = parts[shard] ?? [];
        const from = Number(cursor ?? 0);
        const has_more = from + limit < mine.length;
        return { data: mine.slice(from, from + limit), has_more, next_cursor: has_more ? `${from + limit}` : null };
      },
    },
    states: {
      get: async (_shop: string, names: readonly string[]) => {
        reads.states += names.length;
        return new Map(names.flatMap((name) => (states.has(name) ? [[name, states.get(name) ?? emptyState]] : [])));
      },
    },
    profiles: {
      published: async () => {
        reads.reports += 1;
        return undefined;
      },
      profiles: async () => new Map(),
    },
    contacts: {
      getMany: async (_shop: string, names: readonly string[]) => new Map(names.map((one) => [one, aContact()])),
    },
  };
  return { customers: byName, states, ports, reads };
}

const german = compileSegment("customer.country = 'DE'");
const upTo = (most: number) => ({ most, isEnough: () => false });

describe('countAudience', () => {
  it.each([
    ["customer.country = 'DE'"],
    ['customer.orders >= 1 and customer.days_since_order > 30'],
    ["customer.days_since_visit < 10 or customer.country = 'FR'"],
    ['customer.churn_risk > 0.5'],
    ['customer.basket_items = 0'],
  ])('counts each customer for whom it holds, and nobody else: %s', async (text) => {
    const segment = compileSegment(text);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 200 }), fc.integer({ min: 1, max: 90 }), async (size, days) => {
        const { customers, states, ports } = aCrowd(size, (index) =>
          index % 3 ? lapsedState(NOON, (index * days) % 90) : undefined,
        );

        const audience = await countAudience('demo', segment, ports, NOON);

        const meant = customers.filter(({ pseudonym, identity }) =>
          segment(factsOf(identity, states.get(pseudonym) ?? emptyState, NOON), NOON),
        );
        expect(audience).toEqual({ matched: meant.length, looked: size, isWhole: true, estimate: null });
      }),
      { numRuns: 10 },
    );
  });

  it('reads nothing of what customers did where only their country is asked', async () => {
    const { ports, reads } = aCrowd(1_000);

    await countAudience('demo', german, ports, NOON);

    expect(reads.states).toBe(0);
  });

  it('reads the report of profiles once, and only where profiles are asked', async () => {
    const { ports, reads } = aCrowd(4_000);

    await countAudience('demo', german, ports, NOON);
    const before = reads.reports;
    await countAudience('demo', compileSegment('customer.churn_risk > 0.5'), ports, NOON);

    expect([before, reads.reports]).toEqual([0, 1]);
  });

  it('tells of all by those whom it looked at, where a shop has more of them', async () => {
    const { ports } = aCrowd(8_000);

    const { matched, looked, isWhole, estimate } = await countAudience('demo', german, ports, NOON, upTo(2_000));

    expect([isWhole, looked]).toEqual([false, 2_000]);
    expect(matched).toBeLessThan(600);
    expect(estimate?.customers.value).toBeGreaterThan(7_500);
    expect(estimate?.customers.low).toBeLessThan(8_000);
    expect(estimate?.customers.high).toBeGreaterThan(8_000);
    expect(estimate?.matched.low).toBeLessThan(2_000);
    expect(estimate?.matched.high).toBeGreaterThan(2_000);
    expect(estimate?.matched.value).toBeGreaterThan(1_800);
  });

  it('ends when its time is up, with what it has', async () => {
    const { ports } = aCrowd(8_000);
    let now = 0;
    const slow = {
      ...ports.identities,
      listShard: (...args: Parameters<typeof ports.identities.listShard>) => {
        now += 1_000;
        return ports.identities.listShard(...args);
      },
    };

    const bounds = whileSomebodyWaits(() => now);
    const { looked, isWhole, estimate } = await countAudience(
      'demo',
      german,
      { ...ports, identities: slow },
      NOON,
      bounds,
    );

    expect([isWhole, looked]).toEqual([false, 15 * 250]);
    expect(estimate?.customers.low).toBeLessThan(8_000);
    expect(estimate?.customers.high).toBeGreaterThan(8_000);
  });
});

describe('dryRun', () => {
  const campaign = aCampaign({ segment: 'customer.orders >= 1', holdoutShare: 0.2 });
  const shop = { ...aShop, holdoutShare: 0 };
  const sending = { ...someSending, quietHours: { from: '00:00', to: '00:00' } };
  const { ports } = aCrowd(8_000, (index) => (index % 2 ? lapsedState(NOON, 70) : undefined));

  it('says of a part what the whole would cost and bring, each number as of all', async () => {
    const whole = await dryRun(shop, sending, campaign, ports, NOON);
    const part = await dryRun(shop, sending, campaign, ports, NOON, upTo(2_000));

    expect(whole).toMatchObject({ isWhole: true, estimate: null, matched: 4_000, looked: 8_000 });
    expect(whole.wouldSend + whole.heldOut).toBe(4_000);
    expect(part).toMatchObject({ isWhole: false, looked: 2_000 });
    for (const name of ['wouldSend', 'heldOut', 'costUsd'] as const) {
      expect(part[name]).toBeGreaterThan(0.85 * whole[name]);
      expect(part[name]).toBeLessThan(1.15 * whole[name]);
    }
  });
});
