import { KMSClient } from '@aws-sdk/client-kms';
import { GetCustomerPath, GetCustomerQuery } from '../../core/customers/contract.ts';
import { createStateRepository } from '../../core/customers/state-repository.ts';
import { createItemRepository } from '../../core/items/item-repository.ts';
import { createDataKeys } from '../../core/platform/data-keys.ts';
import { createDocumentClient } from '../../core/platform/document-client.ts';
import { httpHandler } from '../../core/platform/http-handler.ts';
import { createPseudonyms } from '../../core/platform/pseudonyms.ts';
import { readEnv } from '../../core/platform/read-env.ts';
import { createShopRepository } from '../../core/platform/shop-repository.ts';
import { GetProfileEnv, Profile } from '../../core/profiles/contract.ts';
import { createProfileRepository } from '../../core/profiles/profile-repository.ts';
import { getProfile } from './get-profile.ts';

const env = readEnv(GetProfileEnv);
const documents = createDocumentClient();
const shops = createShopRepository(documents, env.SHOPS_TABLE_NAME);
const ports = {
  profiles: createProfileRepository(documents, env.PROFILES_TABLE_NAME),
  states: createStateRepository(documents, env.STATE_TABLE_NAME),
  items: createItemRepository(documents, env.ITEMS_TABLE_NAME),
  pseudonyms: createPseudonyms(createDataKeys(new KMSClient(), env.SHOP_KEY_ID), shops),
};

export const handler = httpHandler(
  { path: GetCustomerPath, query: GetCustomerQuery, response: Profile },
  (request, { shop, now }) => getProfile(shop, request, ports, now),
);
