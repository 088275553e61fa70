import { KMSClient } from '@aws-sdk/client-kms';
import { ConsentsEnv } from '../../core/campaigns/env.ts';
import { createContactRepository } from '../../core/channels/contact-repository.ts';
import { PutConsentsRequest } from '../../core/channels/contract.ts';
import { createDataKeys } from '../../core/platform/data-keys.ts';
import { createDocumentClient } from '../../core/platform/document-client.ts';
import { httpHandler } from '../../core/platform/http-handler.ts';
import { BatchReceipt } from '../../core/platform/parse-rows.ts';
import { createPseudonyms } from '../../core/platform/pseudonyms.ts';
import { readEnv } from '../../core/platform/read-env.ts';
import { createRequestLedger } from '../../core/platform/request-ledger.ts';
import { createShopRepository } from '../../core/platform/shop-repository.ts';
import { putConsents } from './put-consents.ts';

const env = readEnv(ConsentsEnv);
const documents = createDocumentClient();
const ports = {
  contacts: createContactRepository(documents, env.CAMPAIGNS_TABLE_NAME),
  pseudonyms: createPseudonyms(
    createDataKeys(new KMSClient(), env.SHOP_KEY_ID),
    createShopRepository(documents, env.SHOPS_TABLE_NAME),
  ),
};

export const handler = httpHandler(
  {
    body: PutConsentsRequest,
    response: BatchReceipt,
    idempotency: createRequestLedger(documents, env.REQUESTS_TABLE_NAME),
  },
  async (request, { shop, record, now }) => {
    const receipt = await putConsents(shop, request, ports, now);
    record.count('ConsentRecorded', receipt.accepted);
    return receipt;
  },
);
