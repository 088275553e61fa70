import * as z from 'zod';
import { createPulseRepository } from '../../core/events/pulse-repository.ts';
import { createDocumentClient } from '../../core/platform/document-client.ts';
import { GetHomeEnv, HomeView } from '../../core/platform/home-contract.ts';
import { httpHandler } from '../../core/platform/http-handler.ts';
import { readEnv } from '../../core/platform/read-env.ts';
import { createShopRepository } from '../../core/platform/shop-repository.ts';
import { getHome } from './get-home.ts';

const env = readEnv(GetHomeEnv);
const documents = createDocumentClient();
const ports = {
  shops: createShopRepository(documents, env.SHOPS_TABLE_NAME),
  pulse: createPulseRepository(documents, env.STATE_TABLE_NAME),
};

export const handler = httpHandler({ query: z.object({}), response: HomeView }, (_request, { shop, now }) =>
  getHome(shop, ports, now),
);
