import { incrementalCustomers } from '../../../core/outcomes/compare-arms.ts';
import type { RetentionCount } from '../../../core/outcomes/retention.ts';
import type { ShopProfile } from '../../../core/platform/contract.ts';
import { getHome } from '../../../functions/platform/get-home.ts';

const NOW = new Date('2026-11-24T10:30:15.000Z');

const someCount = {
  at: NOW.toISOString(),
  treated: { customers: 900, successes: 300 },
  holdout: { customers: 100, successes: 20 },
  isWhole: true,
};

function ports(
  createdAt: string,
  minutes: { minute: string; events: number }[] = [],
  { kept, count = someCount }: { kept?: RetentionCount; count?: RetentionCount } = {},
) {
  let counted = 0;
  let held = kept;
  const profile: ShopProfile = {
    shop: 'demo',
    name: 'Demo shop',
    currency: 'EUR',
    wrappedSecret: 'secret',
    experimentSalt: 'salt',
    holdoutShare: 0.05,
    createdAt,
  };
  return {
    shops: { get: async () => profile },
    pulse: { read: async () => ({ minutes, latest: [] }) },
    retention: {
      find: async () => held,
      put: async (_shop: string, told: RetentionCount) => {
        held = told;
      },
    },
    countRetention: async () => {
      counted += 1;
      return count;
    },
    times: () => counted,
  };
}

describe('getHome', () => {
  it('counts the hour, and the last 60 s across the turn of the minute', async () => {
    const minutes = [
      { minute: '2026-11-24T10:01', events: 100 },
      { minute: '2026-11-24T10:29', events: 40 },
      { minute: '2026-11-24T10:30', events: 6 },
    ];

    const { events } = await getHome('demo', ports('2026-11-01T00:00:00.000Z', minutes), NOW);

    expect(events).toMatchObject({ lastHour: 146, lastMinute: 6 + 30 });
  });

  it('says how far a young shop is from its headline', async () => {
    const { retention } = await getHome('demo', ports('2026-11-22T09:00:00.000Z'), NOW);

    expect(retention).toEqual({ status: 'too-early', day: 2, ofDays: 30 });
  });

  it('counts nobody before the horizon has passed', async () => {
    const young = ports('2026-11-22T09:00:00.000Z');

    await getHome('demo', young, NOW);

    expect(young.times()).toBe(0);
  });

  it('then shows customers who came back and would not have, with the interval', async () => {
    const { retention } = await getHome('demo', ports('2026-10-01T00:00:00.000Z'), NOW);

    expect(retention).toMatchObject({
      status: 'measured',
      treated: { customers: 900, retained: 300 },
      incremental: incrementalCustomers(someCount.treated, someCount.holdout),
    });
  });

  it('counts once in some hours, however often the page is looked at', async () => {
    const old = ports('2026-10-01T00:00:00.000Z');

    const first = await getHome('demo', old, NOW);
    const second = await getHome('demo', old, new Date(NOW.getTime() + 3_600_000));
    await getHome('demo', old, new Date(NOW.getTime() + 7 * 3_600_000));

    expect(second.retention).toEqual(first.retention);
    expect(old.times()).toBe(2);
  });

  it('claims no number while nobody of the holdout could come back', async () => {
    const count = { ...someCount, holdout: { customers: 0, successes: 0 } };

    const { retention } = await getHome('demo', ports('2026-10-01T00:00:00.000Z', [], { count }), NOW);

    expect(retention).toEqual({ status: 'unmeasured', ofDays: 30 });
  });

  it('hands out nothing secret of the shop', async () => {
    const view = await getHome('demo', ports('2026-11-22T09:00:00.000Z'), NOW);

    expect(JSON.stringify(view)).not.toMatch(/secret|salt/);
  });
});
