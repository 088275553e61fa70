import type { Pulse, PulseRepository } from '../../core/events/pulse-repository.ts';
import type { ShopId, ShopProfile } from '../../core/platform/contract.ts';
import type { HomeView, RetentionHeadline } from '../../core/platform/home-contract.ts';

/** Customers count as retained when they come back within so many days. */
const HORIZON_DAYS = 30;
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

export interface GetHomePorts {
  readonly shops: { readonly get: (shop: ShopId) => Promise<ShopProfile> };
  readonly pulse: Pick<PulseRepository, 'read'>;
}

/** The shop, what it sends just now, and how far it is from its headline. */
export async function getHome(shop: ShopId, { shops, pulse }: GetHomePorts, now: Date): Promise<HomeView> {
  const [profile, { minutes, latest }] = await Promise.all([shops.get(shop), pulse.read(shop, now)]);
  const { name, currency, holdoutShare, createdAt } = profile;
  return {
    shop: { id: shop, name, currency, holdoutShare },
    events: {
      lastHour: minutes.reduce((sum, { events }) => sum + events, 0),
      lastMinute: lastMinuteOf(minutes, now),
      minutes: [...minutes],
      latest: [...latest],
    },
    retention: headlineOf(createdAt, now),
  };
}

function lastMinuteOf(minutes: Pulse['minutes'], now: Date): number {
  const eventsAt = (at: number) =>
    minutes.find(({ minute }) => minute === new Date(at).toISOString().slice(0, 16))?.events ?? 0;
  const shareOfBefore = 1 - (now.getTime() % MINUTE_MS) / MINUTE_MS;
  return Math.round(eventsAt(now.getTime()) + shareOfBefore * eventsAt(now.getTime() - MINUTE_MS));
}

function headlineOf(createdAt: string, now: Date): RetentionHeadline {
  const day = Math.max(0, Math.floor((now.getTime() - Date.parse(createdAt)) / DAY_MS));
  return day < HORIZON_DAYS
    ? { status: 'too-early', day, ofDays: HORIZON_DAYS }
    : { status: 'unmeasured', ofDays: HORIZON_DAYS };
}
