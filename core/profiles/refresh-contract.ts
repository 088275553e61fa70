import * as z from 'zod';
import { FailureTold } from '../platform/fault.ts';
import { Basis, ProfileCluster, ProfileFacts, Trait } from './contract.ts';

const share = z.number().min(0).max(1);
const text = z.object({ en: z.string(), zh: z.string() });

export const RefreshId = z.string().regex(/^\d{14}-[0-9a-f]{6}$/);
export type RefreshId = z.infer<typeof RefreshId>;

/** Inner limits between the scores 1 to 5 of each measure, from the shop's own buyers, rising; recency is in days. */
export const RfmScale = z.object({
  recency: z.array(z.number()).length(4),
  frequency: z.array(z.number()).length(4),
  monetary: z.array(z.number()).length(4),
});
export type RfmScale = z.infer<typeof RfmScale>;

/** One customer as the refresh job writes them, a line of a part: what was counted and what the models say. */
export const ProfileLine = z.object({
  customer: z.string(),
  facts: ProfileFacts,
  cluster: z.string().nullable(),
  churn: z.number().min(0).max(1).nullable(),
});
export type ProfileLine = z.infer<typeof ProfileLine>;

/** `naming` are the traits that the name is made of; they stay with the id while they hold. */
export const ReportedCluster = z.object({
  id: z.string(),
  share,
  customers: z.int(),
  traits: z.array(Trait),
  naming: z.array(Trait).min(1),
  /** Whether an earlier refresh knew it. */
  isKept: z.boolean(),
});
export type ReportedCluster = z.infer<typeof ReportedCluster>;

/** Of one bin of predictions: their mean, what really happened, and how many. */
export const ReliabilityBin = z.object({ predicted: share, observed: share, customers: z.int() });

/** How the churn model did on a later window than it was fitted and calibrated on. A Brier score is better when lower. */
export const ChurnCalibration = z.object({
  window: z.object({ from: z.iso.datetime({ offset: true }), to: z.iso.datetime({ offset: true }) }),
  customers: z.int(),
  churned: z.int(),
  family: z.string(),
  brier: z.number(),
  /** Of saying the earlier window's share to everybody. */
  baseRateBrier: z.number(),
  /** Of a model that knows only how long ago the last order was. */
  recencyBrier: z.number(),
  /** Ours minus the base rate's, 95 %, by bootstrap over customers: below 0 means better. */
  difference: z.object({ value: z.number(), low: z.number(), high: z.number() }),
  auc: z.number(),
  calibrationError: z.number(),
  reliability: z.array(ReliabilityBin),
});
export type ChurnCalibration = z.infer<typeof ChurnCalibration>;

/** What the refresh job says of the shop as a whole. */
export const ProfileReport = z.object({
  until: z.iso.datetime({ offset: true }),
  fingerprint: z.string(),
  seed: z.int(),
  baseModel: z.string(),
  customers: z.int(),
  /** Files `part-00000.jsonl.gz` and on. */
  parts: z.int(),
  scale: RfmScale.nullable(),
  clusters: z.object({
    basis: Basis,
    found: z.array(ReportedCluster),
    /** Mean silhouette, and mean adjusted Rand index of clusterings of random halves. */
    silhouette: z.number().nullable(),
    stability: z.number().nullable(),
  }),
  churn: z.object({ basis: Basis, horizonDays: z.int().nullable(), calibration: ChurnCalibration.nullable() }),
});
export type ProfileReport = z.infer<typeof ProfileReport>;

/** How one refresh goes. */
export const Refresh = z.object({
  runId: RefreshId,
  status: z.enum(['running', 'done', 'failed']),
  trigger: z.enum(['demand', 'schedule']),
  startedAt: z.iso.datetime(),
  endedAt: z.iso.datetime().optional(),
  /** Profiles written so far, of how many. Absent until they are computed. */
  written: z.int().optional(),
  customers: z.int().optional(),
  ...FailureTold.shape,
});
export type Refresh = z.infer<typeof Refresh>;

export const StartRefreshRequest = z.strictObject({});
export const StartRefreshResponse = Refresh.pick({ runId: true, status: true, startedAt: true });
export type StartRefreshResponse = z.infer<typeof StartRefreshResponse>;

export const ClusterView = ProfileCluster.extend({ customers: z.int() });
export type ClusterView = z.infer<typeof ClusterView>;

/** The shop's customers in groups, with what each part of the profiles rests on. Everything is null before the first refresh. */
export const ClusterList = z.object({
  data: z.array(ClusterView),
  refresh: Refresh.nullable(),
  published: z
    .object({
      runId: RefreshId,
      computedAt: z.iso.datetime(),
      dataSet: z.string(),
      baseModel: z.string(),
      customers: z.int(),
      clusters: ProfileReport.shape.clusters.omit({ found: true }),
      churn: ProfileReport.shape.churn,
      /** What is missing to learn each part, in words; null where it was learned. */
      said: z.object({ clusters: text.nullable(), churn: text.nullable() }),
    })
    .nullable(),
});
export type ClusterList = z.infer<typeof ClusterList>;
