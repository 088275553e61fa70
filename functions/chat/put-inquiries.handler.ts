import { S3Client } from '@aws-sdk/client-s3';
import { PutInquiriesEnv, PutInquiriesRequest } from '../../core/chat/contract.ts';
import { createDocumentClient } from '../../core/platform/document-client.ts';
import { httpHandler } from '../../core/platform/http-handler.ts';
import { createLake } from '../../core/platform/lake.ts';
import { BatchReceipt } from '../../core/platform/parse-rows.ts';
import { readEnv } from '../../core/platform/read-env.ts';
import { createRequestLedger } from '../../core/platform/request-ledger.ts';
import { putInquiries } from './put-inquiries.ts';

const env = readEnv(PutInquiriesEnv);
const lake = createLake(new S3Client(), env.LAKE_BUCKET_NAME);
const idempotency = createRequestLedger(createDocumentClient(), env.REQUESTS_TABLE_NAME);

export const handler = httpHandler(
  { body: PutInquiriesRequest, response: BatchReceipt, idempotency },
  async (request, { shop, now, record }) => {
    const receipt = await putInquiries(shop, request, lake, now);
    record.count('InquiryPut', receipt.accepted);
    return receipt;
  },
);
