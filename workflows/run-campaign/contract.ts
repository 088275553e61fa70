import * as z from 'zod';
import { CampaignId, RunId, RunTargeting } from '../../core/campaigns/contract.ts';
import { runIdOf } from '../../core/campaigns/run-id.ts';
import { ShopId } from '../../core/platform/contract.ts';
import { cutOff } from '../cut-off.ts';

/** What an execution is started with. A schedule knows its tick; an order by hand knows its run. */
export const RunCampaignInput = z.object({
  shop: ShopId,
  campaignId: CampaignId,
  trigger: z.enum(['demand', 'schedule']),
  runId: RunId.optional(),
  scheduledAt: z.iso.datetime({ offset: true }).optional(),
});
export type RunCampaignInput = z.infer<typeof RunCampaignInput>;

/** Which run an execution is, of those that its input may name; else it is named by when it began. */
export const runOf = ({ runId, scheduledAt }: RunCampaignInput, began: Date): RunId =>
  runId ?? runIdOf(new Date(scheduledAt ?? began));

export const RunReference = z.object({ shop: ShopId, campaignId: CampaignId, runId: RunId });
export type RunReference = z.infer<typeof RunReference>;

/** `isDue` is false where the campaign was paused in the meantime, `isTargeted` where it means all of its audience. */
export const BeginRunOutput = RunReference.extend({
  isDue: z.boolean(),
  isTargeted: z.boolean(),
  shards: z.array(z.int()),
});

export const RankAudienceOutput = z.object({ status: RunTargeting.shape.status.nullable() });

export const DeliverPageInput = RunReference.extend({
  shard: z.int().min(0),
  cursor: z.string().nullable(),
  /** The step is not retried after this. Executions of an older definition do not say it. */
  isLastTry: z.boolean().default(false),
});
export const DeliverPageOutput = z.object({
  cursor: z.string().nullable(),
  again: z.iso.datetime().nullable(),
});

const Walked = RunReference.extend({
  /** When each part wants to be looked at again. */
  again: z.array(z.iso.datetime().nullable()),
});
const Failed = RunReference.extend({ reason: z.string() });
export const FinishRunInput = z.union([
  Failed,
  Walked,
  cutOff(RunCampaignInput, ({ input, startedAt, reason }) =>
    Failed.parse({ shop: input.shop, campaignId: input.campaignId, runId: runOf(input, startedAt), reason }),
  ),
]);
export type FinishRunInput = z.infer<typeof FinishRunInput>;
export const FinishRunOutput = z.object({ waitUntil: z.iso.datetime().nullable() });
