import type * as z from 'zod';
import type { ModelRepository } from '../../core/models/model-repository.ts';
import type { CandidateRepository } from '../../core/recommendations/candidate-repository.ts';
import { PurchaseScores, type PurchaseScoringRequest } from '../../core/recommendations/contract.ts';
import type { SmokeTestInput, SmokeTestOutput } from '../../workflows/train-model/contract.ts';

/** An endpoint that answers, but not as the model that it should be. Not retried: the next answer would be the same. */
export class SmokeTestFailedError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'SmokeTestFailedError';
  }
}

/** Popular items of the shop that a made-up visitor looked at, and popular items to score. */
const VIEWED = 3;
const SCORED = 20;

/**
 * Asks a new endpoint what requests will ask it, about the shop's real items: one probability an item, from the right
 * version and scorer, twice the same, and not one number for everything.
 */
export async function smokeTestEndpoint(
  { shop, endpointName, modelVersion, scorer }: z.infer<typeof SmokeTestInput>,
  now: Date,
  models: Pick<ModelRepository, 'candidatesPointer'>,
  candidates: Pick<CandidateRepository, 'popular'>,
  invoke: (endpointName: string, body: string) => Promise<string>,
): Promise<z.infer<typeof SmokeTestOutput>> {
  const lists = await models.candidatesPointer(shop);
  const popular = lists ? await candidates.popular(shop, lists.version) : [];
  if (popular.length < VIEWED + 2)
    throw new SmokeTestFailedError('The shop has too few items with events to test a model on');
  const at = now.toISOString();
  const request: PurchaseScoringRequest = {
    requests: [
      {
        at,
        history: popular
          .slice(0, VIEWED)
          .map(({ itemId }) => ({ itemId, kind: 'view', at: new Date(now.getTime() - 60_000).toISOString() })),
        candidates: popular.slice(VIEWED, VIEWED + SCORED).map(({ itemId }) => ({ itemId })),
      },
    ],
  };
  const started = performance.now();
  const first = readScores(await invoke(endpointName, JSON.stringify(request)));
  const milliseconds = performance.now() - started;
  const second = readScores(await invoke(endpointName, JSON.stringify(request)));
  judge(first, second, { modelVersion, scorer, expected: request.requests[0]?.candidates.length ?? 0 });
  return { scored: first.scores[0]?.length ?? 0, milliseconds: Math.round(milliseconds) };
}

function readScores(answer: string): PurchaseScores {
  try {
    return PurchaseScores.parse(JSON.parse(answer));
  } catch (cause) {
    throw new SmokeTestFailedError(`The endpoint's answer is not one of scores: ${answer.slice(0, 200)}`, { cause });
  }
}

function judge(
  first: PurchaseScores,
  second: PurchaseScores,
  wanted: { modelVersion: string; scorer: string; expected: number },
): void {
  const scores = first.scores[0] ?? [];
  if (first.modelVersion !== wanted.modelVersion)
    throw new SmokeTestFailedError(`Version ${first.modelVersion} answered, not ${wanted.modelVersion}`);
  if (first.scorer !== wanted.scorer)
    throw new SmokeTestFailedError(`Scorer ${first.scorer} answered, not ${wanted.scorer}`);
  if (scores.length !== wanted.expected)
    throw new SmokeTestFailedError(`${scores.length} scores came for ${wanted.expected} items`);
  if (JSON.stringify(first.scores) !== JSON.stringify(second.scores))
    throw new SmokeTestFailedError('The same question was answered in two ways');
  if (new Set(scores).size === 1) throw new SmokeTestFailedError('Every item was given the same probability');
}
