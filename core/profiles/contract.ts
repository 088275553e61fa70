import * as z from 'zod';

const share = z.number().min(0).max(1);
const text = z.object({ en: z.string(), zh: z.string() });

/** `rules` needs nothing but what the customer did; `model` was learned from the shop and shown to hold. */
export const ProfileMode = z.enum(['rules', 'model']);
export type ProfileMode = z.infer<typeof ProfileMode>;

/** How much of a customer's attention goes to one category or brand. */
export const Affinity = z.object({ value: z.string(), share });
export type Affinity = z.infer<typeof Affinity>;

/** What was counted of one customer up to `computedAt`. Money is in minor units of the shop's currency. */
export const ProfileFacts = z.object({
  views: z.int(),
  adds: z.int(),
  /** Orders that stand. */
  orders: z.int(),
  /** Days on which anything was done. */
  activeDays: z.int(),
  firstSeenAt: z.iso.datetime(),
  lastSeenAt: z.iso.datetime(),
  /** Median seconds on a product's page before the next step of the same visit; null where no view was followed by one. */
  dwellSeconds: z.number().nullable(),
  daysSinceOrder: z.number().nullable(),
  /** Mean days from one order to the next; null before the second. */
  daysBetweenOrders: z.number().nullable(),
  spent: z.int(),
  categories: z.array(Affinity).max(5),
  brands: z.array(Affinity).max(5),
  /** Quartiles of the prices that were looked at, put into the basket or paid. */
  price: z.object({ low: z.int(), median: z.int(), high: z.int() }).nullable(),
  /** The hour of the day, in UTC, in which most is done, and its share. */
  hour: z.object({ utc: z.int().min(0).max(23), share }).nullable(),
  /** The one most used; null where no event said. */
  device: z.enum(['desktop', 'mobile', 'tablet']).nullable(),
});
export type ProfileFacts = z.infer<typeof ProfileFacts>;

const Score = z.int().min(1).max(5);

export const RfmSegment = z.enum([
  'champion',
  'loyal',
  'promising',
  'new',
  'needs-attention',
  'at-risk',
  'lost',
  'not-bought',
]);
export type RfmSegment = z.infer<typeof RfmSegment>;

/** Recency, frequency and monetary value, 5 is best; scores are null before the first order. */
export const Rfm = z.object({
  recency: Score.nullable(),
  frequency: Score.nullable(),
  monetary: Score.nullable(),
  segment: RfmSegment,
  /** Whether the limits between scores are the shop's own quintiles or the fixed ones. */
  scale: z.enum(['fixed', 'quintiles']),
});
export type Rfm = z.infer<typeof Rfm>;

export const TraitMeasure = z.enum(['orders', 'spent', 'recency', 'views', 'price', 'dwell']);

/** In what a cluster differs from the shop's other customers. `lift` is its mean share over theirs, `z` is in standard deviations. */
export const Trait = z.discriminatedUnion('kind', [
  z.object({ kind: z.enum(['category', 'brand', 'word']), value: z.string(), lift: z.number() }),
  z.object({ kind: z.literal('measure'), measure: TraitMeasure, z: z.number() }),
]);
export type Trait = z.infer<typeof Trait>;

/** Whether a part of the profile is learned yet: what it takes, what there is, and why not. */
export const Basis = z.object({
  mode: ProfileMode,
  needs: z.record(z.string(), z.number()),
  has: z.record(z.string(), z.number()),
  reason: z.enum([
    ...(['enough', 'too-few-customers', 'too-short-history'] as const),
    ...(['no-structure', 'not-better-than-base-rate', 'not-calibrated'] as const),
  ]),
});
export type Basis = z.infer<typeof Basis>;

export const ProfileReason = z.object({
  code: z.enum(['counted', 'rfm', 'cluster', 'churn', 'no-cluster', 'no-churn', 'not-refreshed']),
  text,
});
export type ProfileReason = z.infer<typeof ProfileReason>;

/** `said` are the traits in words. */
export const ProfileCluster = z.object({
  id: z.string(),
  name: text,
  share,
  traits: z.array(Trait),
  said: z.array(text),
});
export type ProfileCluster = z.infer<typeof ProfileCluster>;

/** The chance that no order follows within the horizon. Only ever there where it was shown to hold on a later window. */
export const ChurnRisk = z.object({ probability: share, horizonDays: z.int(), calibrated: z.literal(true) });
export type ChurnRisk = z.infer<typeof ChurnRisk>;

/** What is known or inferred of one customer. */
export const Profile = z.object({
  /** `model` where at least one part of it was learned; each part says so itself in `basis`. */
  mode: ProfileMode,
  /** Absent where the customer came after the last refresh and the shop has had none. */
  basis: z.object({ clusters: Basis, churn: Basis }).nullable(),
  facts: ProfileFacts,
  rfm: Rfm,
  cluster: ProfileCluster.nullable(),
  churn: ChurnRisk.nullable(),
  reasons: z.array(ProfileReason).min(1),
  /** The moment up to which everything was counted. */
  computedAt: z.iso.datetime(),
  /** Run that computed it; `live` where it was counted from the online state just now. */
  modelVersion: z.string(),
  /** Fingerprint of the data it was computed from. */
  dataSet: z.string().nullable(),
});
export type Profile = z.infer<typeof Profile>;

const name = z.string().min(1);

export const GetProfileEnv = z.object({
  SHOPS_TABLE_NAME: name,
  SHOP_KEY_ID: name,
  STATE_TABLE_NAME: name,
  ITEMS_TABLE_NAME: name,
  PROFILES_TABLE_NAME: name,
});
export type GetProfileEnv = z.infer<typeof GetProfileEnv>;
export const ProfilesEnv = z.object({ PROFILES_TABLE_NAME: name });
export type ProfilesEnv = z.infer<typeof ProfilesEnv>;
export const PublishProfilesEnv = ProfilesEnv.extend({ ARTIFACTS_BUCKET_NAME: name });
export type PublishProfilesEnv = z.infer<typeof PublishProfilesEnv>;
export const StartRefreshEnv = ProfilesEnv.extend({
  REQUESTS_TABLE_NAME: name,
  REFRESH_PROFILES_STATE_MACHINE_ARN: name,
});
export type StartRefreshEnv = z.infer<typeof StartRefreshEnv>;
export const ScheduledRefreshEnv = ProfilesEnv.extend({
  SHOPS_TABLE_NAME: name,
  REFRESH_PROFILES_STATE_MACHINE_ARN: name,
});
export type ScheduledRefreshEnv = z.infer<typeof ScheduledRefreshEnv>;
