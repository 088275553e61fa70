import { KMSClient } from '@aws-sdk/client-kms';
import { CustomerView, GetCustomerEnv, GetCustomerPath, GetCustomerQuery } from '../../core/customers/contract.ts';
import { createIdentityRepository } from '../../core/customers/identity-repository.ts';
import { createStateRepository } from '../../core/customers/state-repository.ts';
import { createCustomerEnvelopes } from '../../core/platform/customer-envelopes.ts';
import { createCustomerKeyRepository } from '../../core/platform/customer-key-repository.ts';
import { createDataKeys } from '../../core/platform/data-keys.ts';
import { createDocumentClient } from '../../core/platform/document-client.ts';
import { httpHandler } from '../../core/platform/http-handler.ts';
import { createPseudonyms } from '../../core/platform/pseudonyms.ts';
import { readEnv } from '../../core/platform/read-env.ts';
import { createShopRepository } from '../../core/platform/shop-repository.ts';
import { createShopSecrets } from '../../core/platform/shop-secrets.ts';
import { getCustomer } from './get-customer.ts';

const env = readEnv(GetCustomerEnv);
const documents = createDocumentClient();
const shops = createShopRepository(documents, env.SHOPS_TABLE_NAME);
const dataKeys = createDataKeys(new KMSClient(), env.SHOP_KEY_ID);
const customerKeys = createCustomerKeyRepository(documents, env.CUSTOMER_KEYS_TABLE_NAME);
const ports = {
  identities: createIdentityRepository(
    documents,
    env.IDENTITIES_TABLE_NAME,
    createCustomerEnvelopes(createShopSecrets(dataKeys, shops), customerKeys),
    customerKeys,
  ),
  states: createStateRepository(documents, env.STATE_TABLE_NAME),
  pseudonyms: createPseudonyms(dataKeys, shops),
};

export const handler = httpHandler(
  { path: GetCustomerPath, query: GetCustomerQuery, response: CustomerView },
  (request, { shop, now }) => getCustomer(shop, request, ports, now),
);
