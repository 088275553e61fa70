import { KMSClient } from '@aws-sdk/client-kms';
import { SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { ConversationPath, SendMessageEnv, SendMessageRequest, SendMessageResponse } from '../../core/chat/contract.ts';
import { createConversationRepository } from '../../core/chat/conversation-repository.ts';
import { readCustomerState } from '../../core/customers/read-customer-state.ts';
import { createStateRepository } from '../../core/customers/state-repository.ts';
import type { ReplyDecision } from '../../core/decisions/contract.ts';
import { assignArm } from '../../core/experiments/assign-arm.ts';
import { createItemRepository } from '../../core/items/item-repository.ts';
import { createKnowledgeRepository } from '../../core/knowledge/knowledge-repository.ts';
import { createSentenceEncoder } from '../../core/knowledge/sentence-encoder.ts';
import { createModelRepository } from '../../core/models/model-repository.ts';
import { createOrderRepository } from '../../core/orders/order-repository.ts';
import type { ShopId } from '../../core/platform/contract.ts';
import { createCustomerEnvelopes } from '../../core/platform/customer-envelopes.ts';
import { createCustomerKeyRepository } from '../../core/platform/customer-key-repository.ts';
import { createDataKeys } from '../../core/platform/data-keys.ts';
import { createDocumentClient } from '../../core/platform/document-client.ts';
import { httpHandler } from '../../core/platform/http-handler.ts';
import { readEnv } from '../../core/platform/read-env.ts';
import { createRequestLedger } from '../../core/platform/request-ledger.ts';
import { createShopRepository } from '../../core/platform/shop-repository.ts';
import { createShopSecrets } from '../../core/platform/shop-secrets.ts';
import { createQuestionEncoder } from './encode-question.ts';
import { createIndexReader } from './read-index.ts';
import { createIntentReader } from './read-intent.ts';
import { sendMessage } from './send-message.ts';

const env = readEnv(SendMessageEnv);
const documents = createDocumentClient();
const shops = createShopRepository(documents, env.SHOPS_TABLE_NAME);
const secrets = createShopSecrets(createDataKeys(new KMSClient(), env.SHOP_KEY_ID), shops);
const customerKeys = createCustomerKeyRepository(documents, env.CUSTOMER_KEYS_TABLE_NAME);
const orders = createOrderRepository(documents, env.ORDERS_TABLE_NAME, createCustomerEnvelopes(secrets, customerKeys));
const states = createStateRepository(documents, env.STATE_TABLE_NAME);
const sqs = new SQSClient();
// One attempt: a retry would come after the deadline anyway.
const runtime = new SageMakerRuntimeClient({ maxAttempts: 1 });
const encode = createSentenceEncoder(runtime, env.EMBEDDINGS_ENDPOINT_NAME);
const ports = {
  conversations: createConversationRepository(documents, env.CONVERSATIONS_TABLE_NAME),
  knowledge: createIndexReader(
    createKnowledgeRepository(documents, env.KNOWLEDGE_TABLE_NAME),
    createItemRepository(documents, env.ITEMS_TABLE_NAME),
    shops,
  ),
  orders: orders.list,
  request: orders.request,
  armOf: async (shop: ShopId, customer: string) => {
    const [{ experimentSalt, holdoutShare }, { names }] = await Promise.all([
      shops.get(shop),
      readCustomerState(shop, { customer }, states),
    ]);
    return assignArm(names, { salt: experimentSalt, holdoutShare });
  },
  log: async (decision: ReplyDecision) => {
    await sqs.send(
      new SendMessageCommand({ QueueUrl: env.DECISIONS_QUEUE_URL, MessageBody: JSON.stringify(decision) }),
    );
  },
};
const readIntent = createIntentReader(
  runtime,
  createModelRepository(documents, env.MODELS_TABLE_NAME),
  env.CHAT_DEADLINE_MS,
);
const encodeQuestion = createQuestionEncoder(encode, env.CHAT_DEADLINE_MS);
const idempotency = createRequestLedger(documents, env.REQUESTS_TABLE_NAME);

export const handler = httpHandler(
  {
    path: ConversationPath,
    body: SendMessageRequest,
    response: SendMessageResponse,
    roles: ['server', 'browser', 'console'],
    maxBodyBytes: 20_000,
    idempotency,
  },
  async (request, { shop, role, now, record }) => {
    const answer = await sendMessage({ shop, role, now }, request, {
      ...ports,
      encode: (texts) => encodeQuestion(texts, record),
      intentOf: (id, conversation, text) => readIntent(id, conversation, text, record),
    });
    record.fact('action', answer.reply?.decision?.action ?? 'silent');
    record.fact('reason', answer.reply?.decision?.reason);
    record.count('MessageTaken');
    return answer;
  },
);
