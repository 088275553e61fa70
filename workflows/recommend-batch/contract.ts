import * as z from 'zod';
import { ShopId } from '../../core/platform/contract.ts';
import { SlateBatchId } from '../../core/recommendations/batch-contract.ts';
import { cutOff } from '../cut-off.ts';

export const SlateBatchReference = z.object({ shop: ShopId, batchId: SlateBatchId });

/** What an execution is started with. */
export const RecommendBatchInput = SlateBatchReference.extend({ shards: z.array(z.int().min(0)) });
export type RecommendBatchInput = z.infer<typeof RecommendBatchInput>;

/** The next page of a part, and what the part holds so far. */
export const WriteSlatePageInput = SlateBatchReference.extend({
  shard: z.int().min(0),
  cursor: z.string().nullable(),
  pages: z.int().min(0),
  customers: z.int().min(0),
});
export const WriteSlatePageOutput = z.object({
  shard: z.int(),
  cursor: z.string().nullable(),
  pages: z.int(),
  customers: z.int(),
});

const Done = SlateBatchReference.extend({
  status: z.literal('done'),
  parts: z.array(z.object({ shard: z.int(), pages: z.int(), customers: z.int() })),
});
const Failed = SlateBatchReference.extend({ status: z.literal('failed'), reason: z.string() });
export const EndSlateBatchInput = z.union([
  z.discriminatedUnion('status', [Done, Failed]),
  cutOff(RecommendBatchInput, ({ input: { shop, batchId }, reason }) =>
    Failed.parse({ shop, batchId, status: 'failed', reason }),
  ),
]);
export type EndSlateBatchInput = z.infer<typeof EndSlateBatchInput>;
export const EndSlateBatchOutput = z.object({ status: z.enum(['done', 'failed']), files: z.int() });
