import * as z from 'zod';
import { PageQuery, pageOf, ShopId } from '../platform/contract.ts';
import { FailureTold } from '../platform/fault.ts';
import { ContentEnv, CreateContentRequest } from './contract.ts';

export const BatchId = z.string().regex(/^[0-9a-z-]{10,40}$/);
export type BatchId = z.infer<typeof BatchId>;

/** Texts for many items of one kind and wish. */
export const StartBatchRequest = CreateContentRequest.omit({ itemId: true, variants: true }).extend({
  /** @default the whole catalogue */
  itemIds: z.array(z.string().trim().min(1).max(256)).min(1).max(1_000).optional(),
  /** Only items whose category path holds this name. */
  category: z.string().max(100).optional(),
  /** At most so many items, in the order of the catalogue. */
  limit: z.int().min(1).max(20_000).default(20_000),
});
export type StartBatchRequest = z.infer<typeof StartBatchRequest>;
export const StartBatchResponse = z.object({ batchId: BatchId, status: z.literal('running') });

export const BatchCounts = z.object({ total: z.int(), drafted: z.int(), refused: z.int(), failed: z.int() });
export type BatchCounts = z.infer<typeof BatchCounts>;

/** How far a batch is. `refused` are items about which nothing verifiable could be said. */
export const Batch = z.object({
  shop: ShopId,
  batchId: BatchId,
  request: StartBatchRequest,
  status: z.enum(['running', 'done', 'failed']),
  /** Whether every item of it is counted in `total`. */
  isCounted: z.boolean(),
  ...BatchCounts.shape,
  startedAt: z.iso.datetime(),
  endedAt: z.iso.datetime().optional(),
  ...FailureTold.shape,
});
export type Batch = z.infer<typeof Batch>;

export const BatchPage = pageOf(Batch);
export const ListBatchesQuery = PageQuery;
export const BatchPath = z.object({ batchId: BatchId });

const name = z.string().min(1);

export const StartBatchEnv = ContentEnv.extend({
  REQUESTS_TABLE_NAME: name,
  GENERATE_CONTENT_STATE_MACHINE_ARN: name,
});
export type StartBatchEnv = z.infer<typeof StartBatchEnv>;
