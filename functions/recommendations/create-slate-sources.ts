import { SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { createStateRepository } from '../../core/customers/state-repository.ts';
import { createItemRepository } from '../../core/items/item-repository.ts';
import { createModelRepository } from '../../core/models/model-repository.ts';
import type { ShopId } from '../../core/platform/contract.ts';
import type { InvocationRecord } from '../../core/platform/invocation-record.ts';
import { createShortCache } from '../../core/platform/short-cache.ts';
import { createCandidateRepository } from '../../core/recommendations/candidate-repository.ts';
import { PurchaseScores, type PurchaseScoringRequest, type SlateEnv } from '../../core/recommendations/contract.ts';
import { RecommenderAnswer, type RecommenderRequest } from '../../core/recommendations/recommender-contract.ts';
import { createEndpointAsker } from './ask-endpoint.ts';
import { createCachedMarks } from './cached-marks.ts';
import type { SlateSources } from './get-recommendations.ts';

/** What slates are made of, read from the tables and the champion's endpoint. */
export function createSlateSources(documents: DynamoDBDocumentClient, env: SlateEnv) {
  const models = createModelRepository(documents, env.MODELS_TABLE_NAME);
  const states = createStateRepository(documents, env.STATE_TABLE_NAME);
  const items = createItemRepository(documents, env.ITEMS_TABLE_NAME);
  const candidates = createCandidateRepository(documents, env.CANDIDATES_TABLE_NAME);
  // One attempt: a retry would come after the deadline anyway.
  const endpoints = new SageMakerRuntimeClient({ maxAttempts: 1 });
  const score = createEndpointAsker<PurchaseScoringRequest, PurchaseScores>(endpoints, {
    name: 'ReRanker',
    deadlineMs: env.RERANK_DEADLINE_MS,
    answer: PurchaseScores,
  });
  const retrieve = createEndpointAsker<RecommenderRequest, RecommenderAnswer>(endpoints, {
    name: 'Recommender',
    deadlineMs: env.RECOMMEND_DEADLINE_MS,
    answer: RecommenderAnswer,
  });
  const marks = createCachedMarks(items);
  const pointers = createShortCache<Awaited<ReturnType<typeof readPointers>>>({
    lifetimeMs: 5_000,
    // A new shop's first slates come with its first lists, not five seconds after.
    isKept: ({ lists }) => lists !== undefined,
  });
  async function readPointers(shop: ShopId) {
    const [champion, recommender, lists] = await Promise.all([
      models.pointer(shop, 'purchase'),
      models.pointer(shop, 'recommender'),
      models.candidatesPointer(shop),
    ]);
    return { champion, recommender, lists };
  }
  return (record: InvocationRecord): SlateSources => ({
    states,
    items: { getMany: items.getMany, ...marks },
    candidates,
    pointers: (shop) => pointers.get(shop, () => readPointers(shop)),
    score: (variant, request) => score(variant, request, record),
    retrieve: (variant, request) => retrieve(variant, request, record),
  });
}
