import type { Artifacts } from '../../core/models/artifacts.ts';
import type { RunId } from '../../core/models/contract.ts';
import type { ModelRepository } from '../../core/models/model-repository.ts';
import type { ModelName } from '../../core/models/names.ts';
import type { ShopId } from '../../core/platform/contract.ts';
import { faultText } from '../../core/platform/fault.ts';
import type { CandidateRepository } from '../../core/recommendations/candidate-repository.ts';
import { PurchaseScores, type PurchaseScoringRequest } from '../../core/recommendations/contract.ts';
import { RERANKED } from '../../core/recommendations/gather-candidates.ts';
import { RecommenderAnswer } from '../../core/recommendations/recommender-contract.ts';
import { SmokeTestFailedError } from './smoke-test-failed-error.ts';

/** What a new endpoint is asked, and what else than version and scorer must be right about the answer. */
export interface SmokeQuestion {
  readonly body: string;
  readonly scored: number;
  readonly judge: (answer: unknown) => void;
}

export interface SmokeSources {
  readonly models: Pick<ModelRepository, 'candidatesPointer'>;
  readonly candidates: Pick<CandidateRepository, 'popular'>;
  readonly artifacts: Pick<Artifacts, 'json'>;
}

/** Popular items of the shop that a made-up visitor looked at; the popular ones after them are scored. */
const VIEWED = 3;

/** About the shop's items as they are now where slates will ask; else the question that the snapshot left for it. */
export async function smokeQuestion(
  { shop, model, trainedIn }: { readonly shop: ShopId; readonly model: ModelName; readonly trainedIn: RunId },
  now: Date,
  { models, candidates, artifacts }: SmokeSources,
): Promise<SmokeQuestion> {
  if (model === 'purchase') return purchaseQuestion(shop, now, models, candidates);
  const key = `runs/${shop}/${trainedIn}/data/serving/smoke-request.json`;
  const question = await artifacts.json(key);
  if (question === undefined) throw new SmokeTestFailedError(faultText('no-smoke-question', { key }));
  const judge = model === 'recommender' ? judgeCandidates : () => {};
  return { body: JSON.stringify(question), scored: 1, judge };
}

async function purchaseQuestion(
  shop: ShopId,
  now: Date,
  models: SmokeSources['models'],
  candidates: SmokeSources['candidates'],
): Promise<SmokeQuestion> {
  const lists = await models.candidatesPointer(shop);
  const popular = lists ? await candidates.popular(shop, lists.version) : [];
  if (popular.length < VIEWED + 2) throw new SmokeTestFailedError(faultText('too-few-items', {}));
  const viewedAt = new Date(now.getTime() - 60_000).toISOString();
  const asked = popular.slice(VIEWED, VIEWED + RERANKED).map(({ itemId }) => ({ itemId }));
  const request: PurchaseScoringRequest = {
    requests: [
      {
        at: now.toISOString(),
        history: popular.slice(0, VIEWED).map(({ itemId }) => ({ itemId, kind: 'view', at: viewedAt })),
        candidates: asked,
      },
    ],
  };
  return { body: JSON.stringify(request), scored: asked.length, judge: (answer) => judgeScores(answer, asked.length) };
}

function judgeCandidates(answer: unknown): void {
  const parsed = RecommenderAnswer.safeParse(answer);
  if (!parsed.success)
    throw new SmokeTestFailedError(faultText('not-candidates', { answer: JSON.stringify(answer).slice(0, 200) }));
  const ids = parsed.data.candidates.map(({ itemId }) => itemId);
  if (!ids.length) throw new SmokeTestFailedError(faultText('no-candidate', {}));
  if (new Set(ids).size < ids.length) throw new SmokeTestFailedError(faultText('item-twice', {}));
}

function judgeScores(answer: unknown, expected: number): void {
  const parsed = PurchaseScores.safeParse(answer);
  if (!parsed.success)
    throw new SmokeTestFailedError(faultText('not-scores', { answer: JSON.stringify(answer).slice(0, 200) }));
  const scores = parsed.data.scores[0] ?? [];
  if (scores.length !== expected)
    throw new SmokeTestFailedError(faultText('scores-missing', { found: scores.length, expected }));
  if (new Set(scores).size === 1) throw new SmokeTestFailedError(faultText('same-probability', {}));
}
