import { KMSClient } from '@aws-sdk/client-kms';
import { SQSClient } from '@aws-sdk/client-sqs';
import { PutCustomersEnv, PutCustomersRequest, PutCustomersResponse } from '../../core/customers/contract.ts';
import { createIdentityRepository } from '../../core/customers/identity-repository.ts';
import { createEventQueue } from '../../core/events/event-queue.ts';
import { createCustomerEnvelopes } from '../../core/platform/customer-envelopes.ts';
import { createCustomerKeyRepository } from '../../core/platform/customer-key-repository.ts';
import { createDataKeys } from '../../core/platform/data-keys.ts';
import { createDocumentClient } from '../../core/platform/document-client.ts';
import { httpHandler } from '../../core/platform/http-handler.ts';
import { createPseudonyms } from '../../core/platform/pseudonyms.ts';
import { readEnv } from '../../core/platform/read-env.ts';
import { createRequestLedger } from '../../core/platform/request-ledger.ts';
import { createShopRepository } from '../../core/platform/shop-repository.ts';
import { createShopSecrets } from '../../core/platform/shop-secrets.ts';
import { putCustomers } from './put-customers.ts';

const env = readEnv(PutCustomersEnv);
const documents = createDocumentClient();
const shops = createShopRepository(documents, env.SHOPS_TABLE_NAME);
const dataKeys = createDataKeys(new KMSClient(), env.SHOP_KEY_ID);
const customerKeys = createCustomerKeyRepository(documents, env.CUSTOMER_KEYS_TABLE_NAME);
const envelopes = createCustomerEnvelopes(createShopSecrets(dataKeys, shops), customerKeys);
const ports = {
  identities: createIdentityRepository(documents, env.IDENTITIES_TABLE_NAME, envelopes, customerKeys),
  pseudonyms: createPseudonyms(dataKeys, shops),
  queue: createEventQueue(new SQSClient(), env.EVENTS_QUEUE_URL),
};
const idempotency = createRequestLedger(documents, env.REQUESTS_TABLE_NAME);

export const handler = httpHandler(
  { body: PutCustomersRequest, response: PutCustomersResponse, idempotency },
  async (request, { shop, now, record }) => {
    const receipt = await putCustomers(shop, request, ports, now);
    record.count('CustomerPut', receipt.accepted);
    record.count('CustomerRejected', receipt.rejected.length);
    return receipt;
  },
);
