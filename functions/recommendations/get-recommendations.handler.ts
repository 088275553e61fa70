import { KMSClient } from '@aws-sdk/client-kms';
import { SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { createStateRepository } from '../../core/customers/state-repository.ts';
import { createItemRepository } from '../../core/items/item-repository.ts';
import { createModelRepository } from '../../core/models/model-repository.ts';
import type { ShopId } from '../../core/platform/contract.ts';
import { createDataKeys } from '../../core/platform/data-keys.ts';
import { createDocumentClient } from '../../core/platform/document-client.ts';
import { httpHandler } from '../../core/platform/http-handler.ts';
import { createPseudonyms } from '../../core/platform/pseudonyms.ts';
import { readEnv } from '../../core/platform/read-env.ts';
import { createShopRepository } from '../../core/platform/shop-repository.ts';
import { createShortCache } from '../../core/platform/short-cache.ts';
import { createCandidateRepository } from '../../core/recommendations/candidate-repository.ts';
import {
  GetRecommendationsEnv,
  GetRecommendationsQuery,
  Recommendations,
} from '../../core/recommendations/contract.ts';
import { getRecommendations } from './get-recommendations.ts';
import { createEndpointScorer } from './score-with-endpoint.ts';

const env = readEnv(GetRecommendationsEnv);
const documents = createDocumentClient();
const shops = createShopRepository(documents, env.SHOPS_TABLE_NAME);
const models = createModelRepository(documents, env.MODELS_TABLE_NAME);
const pseudonyms = createPseudonyms(createDataKeys(new KMSClient(), env.SHOP_KEY_ID), shops);
const states = createStateRepository(documents, env.STATE_TABLE_NAME);
const items = createItemRepository(documents, env.ITEMS_TABLE_NAME);
const candidates = createCandidateRepository(documents, env.CANDIDATES_TABLE_NAME);
const sqs = new SQSClient();
// One attempt: a retry would come after the deadline anyway.
const score = createEndpointScorer(new SageMakerRuntimeClient({ maxAttempts: 1 }), env.RERANK_DEADLINE_MS);

const pointers = createShortCache<Awaited<ReturnType<typeof readPointers>>>({ lifetimeMs: 5_000 });
async function readPointers(shop: ShopId) {
  const [champion, lists] = await Promise.all([models.pointer(shop, 'purchase'), models.candidatesPointer(shop)]);
  return { champion, lists };
}

export const handler = httpHandler(
  { query: GetRecommendationsQuery, response: Recommendations },
  async (query, { shop, requestId, now, record }) => {
    const [profile, pseudonymizer] = await Promise.all([shops.get(shop), pseudonyms.of(shop)]);
    const { customerId, anonymousId, pseudonym } = query;
    const named = {
      customer: customerId === undefined ? pseudonym : pseudonymizer.pseudonymOf('customer', customerId),
      browser: anonymousId === undefined ? undefined : pseudonymizer.pseudonymOf('anonymous', anonymousId),
    };
    const slate = await getRecommendations(
      { shop: profile, named, query, requestId, now },
      {
        states,
        candidates,
        items,
        pointers: (id) => pointers.get(id, () => readPointers(id)),
        score: (variant, request) => score(variant, request, record),
        log: async (decision) => {
          await sqs.send(
            new SendMessageCommand({ QueueUrl: env.DECISIONS_QUEUE_URL, MessageBody: JSON.stringify(decision) }),
          );
        },
        random: Math.random,
      },
    );
    record.fact('policy', slate.policy);
    record.count('SlateServed');
    return slate;
  },
);
