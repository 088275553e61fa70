import * as z from 'zod';
import { createPseudonymList } from '../../core/customers/identity-repository.ts';
import { createStateRepository } from '../../core/customers/state-repository.ts';
import { createPulseRepository } from '../../core/events/pulse-repository.ts';
import { createRetentionRepository } from '../../core/outcomes/retention-repository.ts';
import type { ShopProfile } from '../../core/platform/contract.ts';
import { createDocumentClient } from '../../core/platform/document-client.ts';
import { GetHomeEnv, HomeView } from '../../core/platform/home-contract.ts';
import { httpHandler } from '../../core/platform/http-handler.ts';
import { readEnv } from '../../core/platform/read-env.ts';
import { createShopRepository } from '../../core/platform/shop-repository.ts';
import { countRetention } from './count-retention.ts';
import { getHome } from './get-home.ts';

const env = readEnv(GetHomeEnv);
const documents = createDocumentClient();
const counted = {
  pseudonyms: createPseudonymList(documents, env.IDENTITIES_TABLE_NAME),
  states: createStateRepository(documents, env.STATE_TABLE_NAME),
};
const ports = {
  shops: createShopRepository(documents, env.SHOPS_TABLE_NAME),
  pulse: createPulseRepository(documents, env.STATE_TABLE_NAME),
  retention: createRetentionRepository(documents, env.STATE_TABLE_NAME),
  countRetention: (shop: ShopProfile, now: Date) => countRetention(shop, counted, now),
};

export const handler = httpHandler({ query: z.object({}), response: HomeView }, (_request, { shop, now }) =>
  getHome(shop, ports, now),
);
