import * as z from 'zod';
import { BatchId } from '../../core/content/batch-contract.ts';
import { ShopId } from '../../core/platform/contract.ts';
import { cutOff } from '../cut-off.ts';

/** What an execution is started with; what is wished for lies in the batch's row. */
export const GenerateContentInput = z.object({ shop: ShopId, batchId: BatchId });
export type GenerateContentInput = z.infer<typeof GenerateContentInput>;

/** Where in the catalogue the batch is, and how many items it took so far. */
export const Place = z.object({ cursor: z.string().nullable(), taken: z.int() });
export type Place = z.infer<typeof Place>;

export const PickItemsInput = GenerateContentInput.extend({ place: Place });
export const PickItemsOutput = z.object({
  /** Item ids, a few to each step. */
  chunks: z.array(z.array(z.string()).min(1)),
  place: Place,
  isLast: z.boolean(),
});

export const WriteTextsInput = GenerateContentInput.extend({ itemIds: z.array(z.string()).min(1) });
export const WriteTextsOutput = z.object({ drafted: z.int(), refused: z.int(), failed: z.int() });

const Done = GenerateContentInput.extend({ status: z.literal('done') });
const Failed = GenerateContentInput.extend({ status: z.literal('failed'), reason: z.string().max(2_000) });
export const EndBatchInput = z.union([
  z.discriminatedUnion('status', [Done, Failed]),
  cutOff(GenerateContentInput, ({ input, reason }) => Failed.parse({ ...input, status: 'failed', reason })),
]);
export type EndBatchInput = z.infer<typeof EndBatchInput>;
export const EndBatchOutput = z.object({ status: z.string() });
