import { KMSClient } from '@aws-sdk/client-kms';
import { MessagePath, MessageView, messageIdOf } from '../../core/campaigns/contract.ts';
import { ReadMessageEnv } from '../../core/campaigns/env.ts';
import { createMessageRepository } from '../../core/campaigns/message-repository.ts';
import { openContent } from '../../core/campaigns/sealed-content.ts';
import { createContactRepository } from '../../core/channels/contact-repository.ts';
import { createCustomerEnvelopes } from '../../core/platform/customer-envelopes.ts';
import { createCustomerKeyRepository } from '../../core/platform/customer-key-repository.ts';
import { createDataKeys } from '../../core/platform/data-keys.ts';
import { createDocumentClient } from '../../core/platform/document-client.ts';
import { NotFoundError } from '../../core/platform/errors.ts';
import { httpHandler } from '../../core/platform/http-handler.ts';
import { readEnv } from '../../core/platform/read-env.ts';
import { refusal } from '../../core/platform/refusal.ts';
import { createShopRepository } from '../../core/platform/shop-repository.ts';
import { createShopSecrets } from '../../core/platform/shop-secrets.ts';

const env = readEnv(ReadMessageEnv);
const documents = createDocumentClient();
const shops = createShopRepository(documents, env.SHOPS_TABLE_NAME);
const secrets = createShopSecrets(createDataKeys(new KMSClient(), env.SHOP_KEY_ID), shops);
const envelopes = createCustomerEnvelopes(
  secrets,
  createCustomerKeyRepository(documents, env.CUSTOMER_KEYS_TABLE_NAME),
);
const messages = createMessageRepository(
  documents,
  env.CAMPAIGNS_TABLE_NAME,
  createContactRepository(documents, env.CAMPAIGNS_TABLE_NAME),
);

export const handler = httpHandler(
  { path: MessagePath, response: MessageView },
  async ({ campaignId, runId, customer }, { shop }) => {
    const message = await messages.find(shop, campaignId, runId, customer);
    if (!message) throw new NotFoundError(refusal('no-message', {}));
    const content = message.sealed ? await openContent(shop, customer, message.sealed, envelopes) : null;
    return { ...message, messageId: messageIdOf(message), content };
  },
);
