import { KMSClient } from '@aws-sdk/client-kms';
import { CustomerPage, ListCustomersEnv, ListCustomersQuery } from '../../core/customers/contract.ts';
import { createIdentityRepository } from '../../core/customers/identity-repository.ts';
import { createCustomerEnvelopes } from '../../core/platform/customer-envelopes.ts';
import { createCustomerKeyRepository } from '../../core/platform/customer-key-repository.ts';
import { createDataKeys } from '../../core/platform/data-keys.ts';
import { createDocumentClient } from '../../core/platform/document-client.ts';
import { httpHandler } from '../../core/platform/http-handler.ts';
import { createPseudonyms } from '../../core/platform/pseudonyms.ts';
import { readEnv } from '../../core/platform/read-env.ts';
import { createShopRepository } from '../../core/platform/shop-repository.ts';
import { createShopSecrets } from '../../core/platform/shop-secrets.ts';
import { listCustomers } from './list-customers.ts';

const env = readEnv(ListCustomersEnv);
const documents = createDocumentClient();
const shops = createShopRepository(documents, env.SHOPS_TABLE_NAME);
const dataKeys = createDataKeys(new KMSClient(), env.SHOP_KEY_ID);
const customerKeys = createCustomerKeyRepository(documents, env.CUSTOMER_KEYS_TABLE_NAME);
const envelopes = createCustomerEnvelopes(createShopSecrets(dataKeys, shops), customerKeys);
const identities = createIdentityRepository(documents, env.IDENTITIES_TABLE_NAME, envelopes, customerKeys);
const pseudonyms = createPseudonyms(dataKeys, shops);

export const handler = httpHandler({ query: ListCustomersQuery, response: CustomerPage }, (query, { shop }) =>
  listCustomers(shop, query, identities, pseudonyms),
);
