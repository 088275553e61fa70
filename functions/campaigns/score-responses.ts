import {
  type ResponseQuestion,
  ResponseScores,
  type ResponseScoringRequest,
} from '../../core/campaigns/response-contract.ts';
import type { Pointer } from '../../core/models/contract.ts';
import type { ModelRepository } from '../../core/models/model-repository.ts';
import { callEndpoint, type EndpointClient } from '../../core/platform/call-endpoint.ts';
import { chunksOf } from '../../core/platform/chunks-of.ts';
import type { ShopId } from '../../core/platform/contract.ts';
import type { InvocationRecord } from '../../core/platform/invocation-record.ts';
import { createShortCache } from '../../core/platform/short-cache.ts';

const ASKED_AT_ONCE = 100;
/** Long enough for a serverless endpoint that wakes up; a run has the time. */
const PATIENCE_MS = 20_000;

export type ResponseAnswer =
  | { readonly status: 'scored'; readonly modelVersion: string; readonly probabilities: readonly number[] }
  | { readonly status: 'no-champion' | 'no-answer' };

export type ScoreResponses = (
  shop: ShopId,
  questions: readonly ResponseQuestion[],
  record: InvocationRecord,
) => Promise<ResponseAnswer>;

/** Asks the champion of effectiveness. Whether it answers or not, a campaign goes on. */
export function createResponseScorer(client: EndpointClient, models: Pick<ModelRepository, 'pointer'>): ScoreResponses {
  const pointers = createShortCache<Pointer | undefined>({ lifetimeMs: 5_000 });

  async function ask(endpointName: string, request: ResponseScoringRequest): Promise<ResponseScores> {
    const answer = await callEndpoint(client, endpointName, JSON.stringify(request), PATIENCE_MS);
    const scores = ResponseScores.parse(JSON.parse(answer));
    if (scores.probabilities.length !== request.questions.length)
      throw new RangeError(`${scores.probabilities.length} probabilities came for ${request.questions.length}`);
    return scores;
  }

  return async (shop, questions, record) => {
    const pointer = await pointers.get(shop, () => models.pointer(shop, 'effectiveness'));
    // One audience is ranked by one model: a canary serves none of it.
    const variant = pointer?.variants.reduce((most, one) => (one.weight > most.weight ? one : most));
    if (!variant) return { status: 'no-champion' };
    try {
      const probabilities: number[] = [];
      for (const chunk of chunksOf(questions, ASKED_AT_ONCE))
        probabilities.push(...(await ask(variant.endpointName, { questions: chunk })).probabilities);
      record.count('ResponseScored', probabilities.length);
      return { status: 'scored', modelVersion: variant.modelVersion, probabilities };
    } catch (error) {
      // By design a campaign goes on without the model; the run says so.
      record.count('ResponseModelLeftOut');
      record.fact('responseModel', error instanceof Error ? error.name : 'UnknownError');
      return { status: 'no-answer' };
    }
  };
}
