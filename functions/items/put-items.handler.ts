import { SQSClient } from '@aws-sdk/client-sqs';
import { createEventQueue } from '../../core/events/event-queue.ts';
import { PutItemsEnv, PutItemsRequest, PutItemsResponse } from '../../core/items/contract.ts';
import { createItemRepository } from '../../core/items/item-repository.ts';
import { createDocumentClient } from '../../core/platform/document-client.ts';
import { httpHandler } from '../../core/platform/http-handler.ts';
import { readEnv } from '../../core/platform/read-env.ts';
import { createRequestLedger } from '../../core/platform/request-ledger.ts';
import { putItems } from './put-items.ts';

const env = readEnv(PutItemsEnv);
const documents = createDocumentClient();
const catalogue = createItemRepository(documents, env.ITEMS_TABLE_NAME);
const queue = createEventQueue(new SQSClient(), env.EVENTS_QUEUE_URL);
const idempotency = createRequestLedger(documents, env.REQUESTS_TABLE_NAME);

export const handler = httpHandler(
  { body: PutItemsRequest, response: PutItemsResponse, idempotency },
  async (request, { shop, now, record }) => {
    const receipt = await putItems(shop, request, catalogue, queue, now);
    record.count('ItemPut', receipt.accepted);
    record.count('ItemRejected', receipt.rejected.length);
    return receipt;
  },
);
