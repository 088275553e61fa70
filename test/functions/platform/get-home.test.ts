import type { ShopProfile } from '../../../core/platform/contract.ts';
import { getHome } from '../../../functions/platform/get-home.ts';

const NOW = new Date('2026-11-24T10:30:15.000Z');

function ports(createdAt: string, minutes: { minute: string; events: number }[] = []) {
  const profile: ShopProfile = {
    shop: 'demo',
    name: 'Demo shop',
    currency: 'EUR',
    wrappedSecret: 'secret',
    experimentSalt: 'salt',
    holdoutShare: 0.05,
    createdAt,
  };
  return { shops: { get: async () => profile }, pulse: { read: async () => ({ minutes, latest: [] }) } };
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

  it('claims no number when the horizon has passed without a report', async () => {
    const { retention } = await getHome('demo', ports('2026-10-01T00:00:00.000Z'), NOW);

    expect(retention).toEqual({ status: 'unmeasured', ofDays: 30 });
  });

  it('hands out nothing secret of the shop', async () => {
    const view = await getHome('demo', ports('2026-11-22T09:00:00.000Z'), NOW);

    expect(JSON.stringify(view)).not.toMatch(/secret|salt/);
  });
});
