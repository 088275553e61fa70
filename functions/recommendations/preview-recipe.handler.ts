import { KMSClient } from '@aws-sdk/client-kms';
import { createDataKeys } from '../../core/platform/data-keys.ts';
import { createDocumentClient } from '../../core/platform/document-client.ts';
import { httpHandler } from '../../core/platform/http-handler.ts';
import { createPseudonyms } from '../../core/platform/pseudonyms.ts';
import { readEnv } from '../../core/platform/read-env.ts';
import { createShopRepository } from '../../core/platform/shop-repository.ts';
import { SlateEnv } from '../../core/recommendations/contract.ts';
import { PreviewRecipeRequest, RecipePreview } from '../../core/recommendations/recipe-contract.ts';
import { createSlateSources } from './create-slate-sources.ts';
import { namedBy } from './named-by.ts';
import { previewRecipe } from './preview-recipe.ts';

const env = readEnv(SlateEnv);
const documents = createDocumentClient();
const shops = createShopRepository(documents, env.SHOPS_TABLE_NAME);
const pseudonyms = createPseudonyms(createDataKeys(new KMSClient(), env.SHOP_KEY_ID), shops);
const sourcesOf = createSlateSources(documents, env);

export const handler = httpHandler(
  { body: PreviewRecipeRequest, response: RecipePreview },
  async (request, { shop, now, record }) => {
    const [profile, pseudonymizer] = await Promise.all([shops.get(shop), pseudonyms.of(shop)]);
    const named = namedBy(request, pseudonymizer);
    return previewRecipe({ shop: profile, named, request, now }, sourcesOf(record));
  },
);
