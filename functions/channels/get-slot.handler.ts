import { KMSClient } from '@aws-sdk/client-kms';
import { SendingEnv } from '../../core/campaigns/env.ts';
import { SlotAnswer, SlotQuery } from '../../core/channels/contract.ts';
import { createSlotRepository } from '../../core/channels/slot-repository.ts';
import { createDataKeys } from '../../core/platform/data-keys.ts';
import { createDocumentClient } from '../../core/platform/document-client.ts';
import { httpHandler } from '../../core/platform/http-handler.ts';
import { createPseudonyms } from '../../core/platform/pseudonyms.ts';
import { readEnv } from '../../core/platform/read-env.ts';
import { createShopRepository } from '../../core/platform/shop-repository.ts';

const env = readEnv(SendingEnv);
const documents = createDocumentClient();
const slots = createSlotRepository(documents, env.CAMPAIGNS_TABLE_NAME);
const pseudonyms = createPseudonyms(
  createDataKeys(new KMSClient(), env.SHOP_KEY_ID),
  createShopRepository(documents, env.SHOPS_TABLE_NAME),
);

export const handler = httpHandler(
  { query: SlotQuery, response: SlotAnswer },
  async ({ customerId }, { shop, now }) => {
    const { pseudonymOf } = await pseudonyms.of(shop);
    return { message: (await slots.find(shop, pseudonymOf('customer', customerId), now)) ?? null };
  },
);
