import { KMSClient } from '@aws-sdk/client-kms';
import { ChatTokenEnv, CreateCustomerTokenRequest, CreateCustomerTokenResponse } from '../../core/chat/contract.ts';
import { signCustomerToken, TOKEN_SECONDS } from '../../core/chat/customer-token.ts';
import { createDataKeys } from '../../core/platform/data-keys.ts';
import { createDocumentClient } from '../../core/platform/document-client.ts';
import { httpHandler } from '../../core/platform/http-handler.ts';
import { readEnv } from '../../core/platform/read-env.ts';
import { createShopRepository } from '../../core/platform/shop-repository.ts';
import { createShopSecrets } from '../../core/platform/shop-secrets.ts';

const env = readEnv(ChatTokenEnv);
const shops = createShopRepository(createDocumentClient(), env.SHOPS_TABLE_NAME);
const secrets = createShopSecrets(createDataKeys(new KMSClient(), env.SHOP_KEY_ID), shops);

/** Only a shop's server knows who is signed in, so only it may have a customer named. */
export const handler = httpHandler(
  { body: CreateCustomerTokenRequest, response: CreateCustomerTokenResponse, roles: ['server'] },
  async ({ customerId }, { shop, now }) => ({
    customerToken: signCustomerToken(await secrets.keyFor(shop, 'customer-tokens'), shop, customerId, now),
    expiresAt: new Date(now.getTime() + TOKEN_SECONDS * 1000).toISOString(),
  }),
);
