import type { ShopId } from '../../core/platform/contract.ts';
import { CustomerLine, type SlateBatchId } from '../../core/recommendations/batch-contract.ts';
import type { BatchFiles } from '../../core/recommendations/batch-files.ts';

/** A part of a batch of customers, after so many of its pages. */
export interface PartSoFar {
  readonly shop: ShopId;
  readonly batchId: SlateBatchId;
  readonly shard: number;
  readonly pages: number;
}

/** Of each kind of items the likeliest of all lines, best first, and each customer once: a page may have been counted before it is written again. */
export function likeliestOf(lines: readonly CustomerLine[], size: number): Record<'met' | 'unmet', CustomerLine[]> {
  const best = (some: readonly CustomerLine[]) => {
    const found = new Map<string, CustomerLine>();
    for (const line of [...some].sort(likeliest)) if (!found.has(line.customer)) found.set(line.customer, line);
    return [...found.values()].slice(0, size);
  };
  return { met: best(lines.filter(({ isUnmet }) => !isUnmet)), unmet: best(lines.filter(({ isUnmet }) => isUnmet)) };
}

/** The best that a part has found in its pages so far. */
export async function readBest(part: PartSoFar, files: Pick<BatchFiles, 'read'>): Promise<CustomerLine[]> {
  if (!part.pages) return [];
  const lines = await files.read(part.shop, part.batchId, nameOf(part));
  return lines.map((line) => CustomerLine.parse(line));
}

/** Keeps the best of a part and of its next page, so that the end of a batch reads a file a part however big the shop is. */
export async function keepBest(
  part: PartSoFar,
  page: readonly CustomerLine[],
  size: number,
  files: Pick<BatchFiles, 'read' | 'write'>,
): Promise<void> {
  const { met, unmet } = likeliestOf([...(await readBest(part, files)), ...page], size);
  await files.write(part.shop, part.batchId, nameOf({ ...part, pages: part.pages + 1 }), [...met, ...unmet]);
}

const likeliest = (left: CustomerLine, right: CustomerLine) =>
  right.score - left.score || left.customer.localeCompare(right.customer);

/** Two files in turn: where the last page is written again, it starts from what the page before it left. */
const nameOf = ({ shard, pages }: PartSoFar) => `${shard}-best-${pages % 2}`;
