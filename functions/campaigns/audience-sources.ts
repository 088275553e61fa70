import { KMSClient } from '@aws-sdk/client-kms';
import { createCampaignRepository } from '../../core/campaigns/campaign-repository.ts';
import type { AudienceEnv } from '../../core/campaigns/env.ts';
import { createContactRepository } from '../../core/channels/contact-repository.ts';
import { createSendingRepository } from '../../core/channels/sending-repository.ts';
import { createIdentityRepository } from '../../core/customers/identity-repository.ts';
import { createStateRepository } from '../../core/customers/state-repository.ts';
import { createCustomerEnvelopes } from '../../core/platform/customer-envelopes.ts';
import { createCustomerKeyRepository } from '../../core/platform/customer-key-repository.ts';
import { createDataKeys } from '../../core/platform/data-keys.ts';
import { createDocumentClient } from '../../core/platform/document-client.ts';
import { createShopRepository } from '../../core/platform/shop-repository.ts';
import { createShopSecrets } from '../../core/platform/shop-secrets.ts';
import { createProfileRepository } from '../../core/profiles/profile-repository.ts';

/** All that walking an audience takes, made once for a function. */
export function createAudienceSources(env: AudienceEnv) {
  const documents = createDocumentClient();
  const shops = createShopRepository(documents, env.SHOPS_TABLE_NAME);
  const dataKeys = createDataKeys(new KMSClient(), env.SHOP_KEY_ID);
  const secrets = createShopSecrets(dataKeys, shops);
  const customerKeys = createCustomerKeyRepository(documents, env.CUSTOMER_KEYS_TABLE_NAME);
  const envelopes = createCustomerEnvelopes(secrets, customerKeys);
  return {
    documents,
    shops,
    dataKeys,
    secrets,
    envelopes,
    identities: createIdentityRepository(documents, env.IDENTITIES_TABLE_NAME, envelopes, customerKeys),
    states: createStateRepository(documents, env.STATE_TABLE_NAME),
    profiles: createProfileRepository(documents, env.PROFILES_TABLE_NAME),
    contacts: createContactRepository(documents, env.CAMPAIGNS_TABLE_NAME),
    campaigns: createCampaignRepository(documents, env.CAMPAIGNS_TABLE_NAME),
    sending: createSendingRepository(documents, env.CAMPAIGNS_TABLE_NAME),
  };
}
