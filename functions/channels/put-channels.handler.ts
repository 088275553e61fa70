import { KMSClient } from '@aws-sdk/client-kms';
import { SendingEnv } from '../../core/campaigns/env.ts';
import { SendingSettings, SendingView } from '../../core/channels/contract.ts';
import { createSendingRepository } from '../../core/channels/sending-repository.ts';
import { createWebhookSecrets } from '../../core/channels/webhook-secrets.ts';
import { createDataKeys } from '../../core/platform/data-keys.ts';
import { createDocumentClient } from '../../core/platform/document-client.ts';
import { httpHandler } from '../../core/platform/http-handler.ts';
import { readEnv } from '../../core/platform/read-env.ts';
import { createShopRepository } from '../../core/platform/shop-repository.ts';
import { createShopSecrets } from '../../core/platform/shop-secrets.ts';
import { putChannels } from './put-channels.ts';

const env = readEnv(SendingEnv);
const documents = createDocumentClient();
const shops = createShopRepository(documents, env.SHOPS_TABLE_NAME);
const ports = {
  sending: createSendingRepository(documents, env.CAMPAIGNS_TABLE_NAME),
  webhookSecrets: createWebhookSecrets(createShopSecrets(createDataKeys(new KMSClient(), env.SHOP_KEY_ID), shops)),
};

export const handler = httpHandler({ body: SendingSettings, response: SendingView }, (settings, { shop }) =>
  putChannels(shop, settings, ports),
);
