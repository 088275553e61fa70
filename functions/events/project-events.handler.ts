import { KMSClient } from '@aws-sdk/client-kms';
import { S3Client } from '@aws-sdk/client-s3';
import { createIdentityRepository } from '../../core/customers/identity-repository.ts';
import { createStateRepository } from '../../core/customers/state-repository.ts';
import { EventsMessage, ProjectEventsEnv } from '../../core/events/contract.ts';
import { createPulseRepository } from '../../core/events/pulse-repository.ts';
import { createOutcomeRepository } from '../../core/experiments/outcome-repository.ts';
import { createCustomerEnvelopes } from '../../core/platform/customer-envelopes.ts';
import { createCustomerKeyRepository } from '../../core/platform/customer-key-repository.ts';
import { createDataKeys } from '../../core/platform/data-keys.ts';
import { createDocumentClient } from '../../core/platform/document-client.ts';
import { createLake } from '../../core/platform/lake.ts';
import { createPseudonyms } from '../../core/platform/pseudonyms.ts';
import { queueHandler } from '../../core/platform/queue-handler.ts';
import { readEnv } from '../../core/platform/read-env.ts';
import { createShopRepository } from '../../core/platform/shop-repository.ts';
import { createShopSecrets } from '../../core/platform/shop-secrets.ts';
import { consumeMessages } from './consume-messages.ts';

const env = readEnv(ProjectEventsEnv);
const documents = createDocumentClient();
const shops = createShopRepository(documents, env.SHOPS_TABLE_NAME);
const dataKeys = createDataKeys(new KMSClient(), env.SHOP_KEY_ID);
const secrets = createShopSecrets(dataKeys, shops);
const customerKeys = createCustomerKeyRepository(documents, env.CUSTOMER_KEYS_TABLE_NAME);
const envelopes = createCustomerEnvelopes(secrets, customerKeys);

const consumption = {
  shops,
  pseudonyms: createPseudonyms(dataKeys, shops),
  lake: createLake(new S3Client(), env.LAKE_BUCKET_NAME),
  states: createStateRepository(documents, env.STATE_TABLE_NAME),
  identities: createIdentityRepository(documents, env.IDENTITIES_TABLE_NAME, envelopes, customerKeys),
  outcomes: createOutcomeRepository(documents, env.RECIPES_TABLE_NAME),
  pulse: createPulseRepository(documents, env.STATE_TABLE_NAME),
  secrets,
};

export const handler = queueHandler({ message: EventsMessage }, (messages, call) =>
  consumeMessages(messages, consumption, call),
);
