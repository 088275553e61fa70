import { SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { createStateRepository } from '../../core/customers/state-repository.ts';
import { createItemRepository } from '../../core/items/item-repository.ts';
import { createModelRepository } from '../../core/models/model-repository.ts';
import type { ShopId } from '../../core/platform/contract.ts';
import type { InvocationRecord } from '../../core/platform/invocation-record.ts';
import { createShortCache } from '../../core/platform/short-cache.ts';
import { createCandidateRepository } from '../../core/recommendations/candidate-repository.ts';
import type { SlateEnv } from '../../core/recommendations/contract.ts';
import type { SlateSources } from './get-recommendations.ts';
import { createEndpointScorer } from './score-with-endpoint.ts';

/** What slates are made of, read from the tables and the champion's endpoint. */
export function createSlateSources(documents: DynamoDBDocumentClient, env: SlateEnv) {
  const models = createModelRepository(documents, env.MODELS_TABLE_NAME);
  const states = createStateRepository(documents, env.STATE_TABLE_NAME);
  const items = createItemRepository(documents, env.ITEMS_TABLE_NAME);
  const candidates = createCandidateRepository(documents, env.CANDIDATES_TABLE_NAME);
  // One attempt: a retry would come after the deadline anyway.
  const score = createEndpointScorer(new SageMakerRuntimeClient({ maxAttempts: 1 }), env.RERANK_DEADLINE_MS);
  const pointers = createShortCache<Awaited<ReturnType<typeof readPointers>>>({ lifetimeMs: 5_000 });
  async function readPointers(shop: ShopId) {
    const [champion, lists] = await Promise.all([models.pointer(shop, 'purchase'), models.candidatesPointer(shop)]);
    return { champion, lists };
  }
  return (record: InvocationRecord): SlateSources => ({
    states,
    items,
    candidates,
    pointers: (shop) => pointers.get(shop, () => readPointers(shop)),
    score: (variant, request) => score(variant, request, record),
  });
}
