import { KMSClient } from '@aws-sdk/client-kms';
import { StartConversationEnv, StartConversationRequest, StartConversationResponse } from '../../core/chat/contract.ts';
import { createConversationRepository } from '../../core/chat/conversation-repository.ts';
import { createDataKeys } from '../../core/platform/data-keys.ts';
import { createDocumentClient } from '../../core/platform/document-client.ts';
import { httpHandler } from '../../core/platform/http-handler.ts';
import { createPseudonyms } from '../../core/platform/pseudonyms.ts';
import { readEnv } from '../../core/platform/read-env.ts';
import { createRequestLedger } from '../../core/platform/request-ledger.ts';
import { createShopRepository } from '../../core/platform/shop-repository.ts';
import { createShopSecrets } from '../../core/platform/shop-secrets.ts';
import { startConversation } from './start-conversation.ts';

const env = readEnv(StartConversationEnv);
const documents = createDocumentClient();
const shops = createShopRepository(documents, env.SHOPS_TABLE_NAME);
const dataKeys = createDataKeys(new KMSClient(), env.SHOP_KEY_ID);
const secrets = createShopSecrets(dataKeys, shops);
const pseudonyms = createPseudonyms(dataKeys, shops);
const ports = {
  conversations: createConversationRepository(documents, env.CONVERSATIONS_TABLE_NAME),
  tokenKey: (shop: string) => secrets.keyFor(shop, 'customer-tokens'),
  pseudonyms: (shop: string) => pseudonyms.of(shop),
};
const idempotency = createRequestLedger(documents, env.REQUESTS_TABLE_NAME);

export const handler = httpHandler(
  {
    body: StartConversationRequest,
    response: StartConversationResponse,
    status: 201,
    roles: ['server', 'browser', 'console'],
    maxBodyBytes: 10_000,
    idempotency,
  },
  async (request, { shop, role, now, record }) => {
    const started = await startConversation({ shop, role }, request, ports, now);
    record.count('ConversationStarted');
    return started;
  },
);
