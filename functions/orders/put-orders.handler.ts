import { KMSClient } from '@aws-sdk/client-kms';
import { PutOrdersEnv, PutOrdersRequest, PutOrdersResponse } from '../../core/orders/contract.ts';
import { createOrderRepository } from '../../core/orders/order-repository.ts';
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
import { putOrders } from './put-orders.ts';

const env = readEnv(PutOrdersEnv);
const documents = createDocumentClient();
const shops = createShopRepository(documents, env.SHOPS_TABLE_NAME);
const dataKeys = createDataKeys(new KMSClient(), env.SHOP_KEY_ID);
const customerKeys = createCustomerKeyRepository(documents, env.CUSTOMER_KEYS_TABLE_NAME);
const envelopes = createCustomerEnvelopes(createShopSecrets(dataKeys, shops), customerKeys);
const orders = createOrderRepository(documents, env.ORDERS_TABLE_NAME, envelopes);
const pseudonyms = createPseudonyms(dataKeys, shops);
const idempotency = createRequestLedger(documents, env.REQUESTS_TABLE_NAME);

export const handler = httpHandler(
  { body: PutOrdersRequest, response: PutOrdersResponse, idempotency },
  async (request, { shop, now, record }) => {
    const receipt = await putOrders(shop, request, { orders, pseudonymizer: await pseudonyms.of(shop) }, now);
    record.count('OrderPut', receipt.accepted);
    return receipt;
  },
);
