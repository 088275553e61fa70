import { gunzipSync } from 'node:zlib';
import * as z from 'zod';
import type { Artifacts } from '../../core/models/artifacts.ts';
import type { ModelRepository } from '../../core/models/model-repository.ts';
import { trainingMetrics } from '../../core/models/training-metrics.ts';
import type { CandidateRepository } from '../../core/recommendations/candidate-repository.ts';
import { AttributeLine, NeighbourLine, PopularItem } from '../../core/recommendations/contract.ts';
import type { PublishCandidatesInput, PublishCandidatesOutput } from '../../workflows/train-model/contract.ts';

/**
 * Puts a run's lists where requests find them, then moves the pointer to them. The version before
 * stays for requests that are under way; the one before that goes. Running it again writes the same rows.
 */
export async function publishCandidates(
  { shop, runId, modelDataUrl }: z.infer<typeof PublishCandidatesInput>,
  now: Date,
  artifacts: Pick<Artifacts, 'archive'>,
  candidates: Pick<CandidateRepository, 'putVersion' | 'deleteVersion'>,
  models: Pick<ModelRepository, 'candidatesPointer' | 'moveCandidatesPointer'>,
): Promise<z.infer<typeof PublishCandidatesOutput>> {
  const files = await artifacts.archive(modelDataUrl);
  const neighbours = linesOf(files, 'neighbours.jsonl.gz', NeighbourLine);
  await candidates.putVersion(shop, runId, {
    neighbours,
    boughtTogether: linesOf(files, 'bought-together.jsonl.gz', NeighbourLine),
    popular: topOf(files, 'popular.json'),
    trending: topOf(files, 'trending.json'),
    // A model of before attributes were learned from has no such file.
    byAttribute: files.has(BY_ATTRIBUTE) ? linesOf(files, BY_ATTRIBUTE, AttributeLine) : [],
  });
  const { attributes } = trainingMetrics(metricsOf(files));
  const before = await models.candidatesPointer(shop);
  if (before?.version !== runId) {
    await models.moveCandidatesPointer(shop, {
      version: runId,
      ...(before ? { previous: before.version } : {}),
      ...(attributes ? { attributes } : {}),
      updatedAt: now.toISOString(),
    });
    if (before?.previous) await candidates.deleteVersion(shop, before.previous);
  }
  return { version: runId, items: neighbours.length };
}

const BY_ATTRIBUTE = 'popular-by-attribute.jsonl.gz';

const linesOf = <Line>(files: ReadonlyMap<string, Buffer>, name: string, schema: z.ZodType<Line>): Line[] =>
  gunzipSync(fileOf(files, name))
    .toString('utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => schema.parse(JSON.parse(line)));

const topOf = (files: ReadonlyMap<string, Buffer>, name: string) =>
  z.array(PopularItem).parse(JSON.parse(fileOf(files, name).toString('utf8')));

const metricsOf = (files: ReadonlyMap<string, Buffer>): unknown =>
  JSON.parse(files.get('metrics.json')?.toString('utf8') ?? '{}');

function fileOf(files: ReadonlyMap<string, Buffer>, name: string): Buffer {
  const file = files.get(name);
  if (!file) throw new Error(`The trained model holds no ${name}, only: ${[...files.keys()].join(', ')}`);
  return file;
}
