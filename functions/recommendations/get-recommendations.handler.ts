import { KMSClient } from '@aws-sdk/client-kms';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { createOutcomeRepository } from '../../core/experiments/outcome-repository.ts';
import { createDataKeys } from '../../core/platform/data-keys.ts';
import { createDocumentClient } from '../../core/platform/document-client.ts';
import { httpHandler } from '../../core/platform/http-handler.ts';
import { createPseudonyms } from '../../core/platform/pseudonyms.ts';
import { readEnv } from '../../core/platform/read-env.ts';
import { createShopRepository } from '../../core/platform/shop-repository.ts';
import {
  GetRecommendationsEnv,
  GetRecommendationsQuery,
  Recommendations,
} from '../../core/recommendations/contract.ts';
import { createRecipeRepository } from '../../core/recommendations/recipe-repository.ts';
import { createCachedRecipes, createCachedTotals } from './cached-recipes.ts';
import { createSlateSources } from './create-slate-sources.ts';
import { getRecommendations } from './get-recommendations.ts';
import { namedBy } from './named-by.ts';
import { sourcesFor } from './sources-for.ts';

const env = readEnv(GetRecommendationsEnv);
const documents = createDocumentClient();
const shops = createShopRepository(documents, env.SHOPS_TABLE_NAME);
const pseudonyms = createPseudonyms(createDataKeys(new KMSClient(), env.SHOP_KEY_ID), shops);
const recipes = createCachedRecipes(createRecipeRepository(documents, env.RECIPES_TABLE_NAME));
const outcomes = createCachedTotals(createOutcomeRepository(documents, env.RECIPES_TABLE_NAME));
const sourcesOf = createSlateSources(documents, env);
const sqs = new SQSClient();

export const handler = httpHandler(
  { query: GetRecommendationsQuery, response: Recommendations },
  async (query, { shop, role, requestId, now, record }) => {
    const [profile, pseudonymizer] = await Promise.all([shops.get(shop), pseudonyms.of(shop)]);
    const named = namedBy(query, pseudonymizer);
    const slate = await getRecommendations(
      { shop: profile, named, query, requestId, now },
      sourcesFor(role, {
        ...sourcesOf(record),
        recipes,
        outcomes,
        log: async (decision) => {
          await sqs.send(
            new SendMessageCommand({ QueueUrl: env.DECISIONS_QUEUE_URL, MessageBody: JSON.stringify(decision) }),
          );
        },
        random: Math.random,
      }),
    );
    record.fact('policy', slate.policy);
    record.fact('candidatesFrom', slate.candidatesFrom);
    record.fact('recipe', slate.recipe);
    record.fact('hasUnseen', slate.hasUnseen);
    record.count(role === 'console' ? 'SlateLookedAt' : 'SlateServed');
    return slate;
  },
);
