import type { Pulse, PulseRepository } from '../../core/events/pulse-repository.ts';
import { daysLive, HORIZON_DAYS, type RetentionCount, retentionHeadline } from '../../core/outcomes/retention.ts';
import type { RetentionRepository } from '../../core/outcomes/retention-repository.ts';
import type { ShopId, ShopProfile } from '../../core/platform/contract.ts';
import type { HomeView, RetentionHeadline } from '../../core/platform/home-contract.ts';

const MINUTE_MS = 60_000;
const COUNT_KEPT_MS = 6 * 60 * MINUTE_MS;

export interface GetHomePorts {
  readonly shops: { readonly get: (shop: ShopId) => Promise<ShopProfile> };
  readonly pulse: Pick<PulseRepository, 'read'>;
  readonly retention: Pick<RetentionRepository, 'find' | 'put'>;
  readonly countRetention: (shop: ShopProfile, now: Date) => Promise<RetentionCount>;
}

/** The shop, what it sends just now, and how far it is from its headline. */
export async function getHome(shop: ShopId, ports: GetHomePorts, now: Date): Promise<HomeView> {
  const { shops, pulse } = ports;
  const [profile, { minutes, latest }] = await Promise.all([shops.get(shop), pulse.read(shop, now)]);
  const { name, currency, holdoutShare } = profile;
  const headline = await headlineOf(profile, ports, now);
  return {
    shop: { id: shop, name, currency, holdoutShare },
    events: {
      lastHour: minutes.reduce((sum, { events }) => sum + events, 0),
      lastMinute: lastMinuteOf(minutes, now),
      minutes: [...minutes],
      latest: [...latest],
    },
    retention: headline,
  };
}

function lastMinuteOf(minutes: Pulse['minutes'], now: Date): number {
  const eventsAt = (at: number) =>
    minutes.find(({ minute }) => minute === new Date(at).toISOString().slice(0, 16))?.events ?? 0;
  const shareOfBefore = 1 - (now.getTime() % MINUTE_MS) / MINUTE_MS;
  return Math.round(eventsAt(now.getTime()) + shareOfBefore * eventsAt(now.getTime() - MINUTE_MS));
}

/** A count is kept for some hours; a shop that is younger than the horizon needs none. */
async function headlineOf(
  shop: ShopProfile,
  { retention, countRetention }: Pick<GetHomePorts, 'retention' | 'countRetention'>,
  now: Date,
): Promise<RetentionHeadline> {
  if (daysLive(shop.createdAt, now) < HORIZON_DAYS) return retentionHeadline(shop.createdAt, undefined, now);
  const kept = await retention.find(shop.shop);
  if (kept && now.getTime() - Date.parse(kept.at) < COUNT_KEPT_MS) return retentionHeadline(shop.createdAt, kept, now);
  const count = await countRetention(shop, now);
  await retention.put(shop.shop, count);
  return retentionHeadline(shop.createdAt, count, now);
}
