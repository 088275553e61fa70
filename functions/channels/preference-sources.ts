import { KMSClient } from '@aws-sdk/client-kms';
import type { SendingEnv } from '../../core/campaigns/env.ts';
import { createContactRepository } from '../../core/channels/contact-repository.ts';
import { createSignedLinks } from '../../core/channels/signed-link.ts';
import { createDataKeys } from '../../core/platform/data-keys.ts';
import { createDocumentClient } from '../../core/platform/document-client.ts';
import { createShopRepository } from '../../core/platform/shop-repository.ts';
import { createShopSecrets } from '../../core/platform/shop-secrets.ts';

/** What answering a link of a message takes: the shop's signature, and the customer's answers. */
export function createPreferenceSources(env: SendingEnv) {
  const documents = createDocumentClient();
  const shops = createShopRepository(documents, env.SHOPS_TABLE_NAME);
  return {
    documents,
    shops,
    links: createSignedLinks(createShopSecrets(createDataKeys(new KMSClient(), env.SHOP_KEY_ID), shops)),
    contacts: createContactRepository(documents, env.CAMPAIGNS_TABLE_NAME),
  };
}
