import { KMSClient } from '@aws-sdk/client-kms';
import { GetCustomerPath } from '../../core/customers/contract.ts';
import { DecisionPage, ListDecisionsEnv, ListDecisionsQuery } from '../../core/decisions/contract.ts';
import { createDecisionRepository } from '../../core/decisions/decision-repository.ts';
import { createDataKeys } from '../../core/platform/data-keys.ts';
import { createDocumentClient } from '../../core/platform/document-client.ts';
import { httpHandler } from '../../core/platform/http-handler.ts';
import { createPseudonyms } from '../../core/platform/pseudonyms.ts';
import { readEnv } from '../../core/platform/read-env.ts';
import { createShopRepository } from '../../core/platform/shop-repository.ts';
import { listDecisions } from './list-decisions.ts';

const env = readEnv(ListDecisionsEnv);
const documents = createDocumentClient();
const decisions = createDecisionRepository(documents, env.DECISIONS_TABLE_NAME);
const shops = createShopRepository(documents, env.SHOPS_TABLE_NAME);
const pseudonyms = createPseudonyms(createDataKeys(new KMSClient(), env.SHOP_KEY_ID), shops);

export const handler = httpHandler(
  { path: GetCustomerPath, query: ListDecisionsQuery, response: DecisionPage },
  (request, { shop }) => listDecisions(shop, request, decisions, pseudonyms),
);
