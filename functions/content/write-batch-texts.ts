import { createHash } from 'node:crypto';
import type * as z from 'zod';
import type { StartBatchRequest } from '../../core/content/batch-contract.ts';
import type { BatchRepository, ItemOutcome } from '../../core/content/batch-repository.ts';
import { AppError } from '../../core/platform/errors.ts';
import type { WriteTextsInput, WriteTextsOutput } from '../../workflows/generate-content/contract.ts';
import { NoGeneratorError } from './content-errors.ts';
import { type ContentDesk, createContent } from './create-content.ts';

/**
 * Drafts for a few items of a batch. An item that cannot be written about is counted and left; where no model writes at
 * all, or it does not answer, the step fails and the workflow decides.
 */
export async function writeBatchTexts(
  { shop, batchId, itemIds }: z.output<typeof WriteTextsInput>,
  now: Date,
  batches: Pick<BatchRepository, 'get' | 'count'>,
  desk: Omit<ContentDesk, 'newId'>,
): Promise<z.input<typeof WriteTextsOutput>> {
  const { request } = await batches.get(shop, batchId);
  const counts = { drafted: 0, refused: 0, failed: 0 };
  for (const itemId of itemIds) {
    const newId = (variant: number) => `${batchId}-${shortHash(itemId)}-${variant}`;
    const outcome = await outcomeOf(() =>
      createContent({ shop, request: { ...wishOf(request), itemId, variants: 1 }, now, batchId }, { ...desk, newId }),
    );
    await batches.count(shop, batchId, itemId, outcome);
    counts[outcome] += 1;
  }
  return counts;
}

async function outcomeOf(write: () => Promise<unknown>): Promise<ItemOutcome> {
  try {
    await write();
    return 'drafted';
  } catch (error) {
    if (error instanceof NoGeneratorError || !(error instanceof AppError) || error.statusCode >= 500) throw error;
    return error.code === 'nothing-verifiable' ? 'refused' : 'failed';
  }
}

const wishOf = ({ kind, tone, length, language, vertical }: StartBatchRequest) => ({
  kind,
  tone,
  length,
  language,
  vertical,
});
const shortHash = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 12);
