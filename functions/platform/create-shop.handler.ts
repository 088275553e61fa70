import { KMSClient } from '@aws-sdk/client-kms';
import { S3Client } from '@aws-sdk/client-s3';
import { CreateShopEnv, CreateShopRequest, CreateShopResponse } from '../../core/platform/contract.ts';
import { createDataKeys } from '../../core/platform/data-keys.ts';
import { createDocumentClient } from '../../core/platform/document-client.ts';
import { createLake } from '../../core/platform/lake.ts';
import { readEnv } from '../../core/platform/read-env.ts';
import { createShopRepository } from '../../core/platform/shop-repository.ts';
import { stepHandler } from '../../core/platform/step-handler.ts';
import { createShop } from './create-shop.ts';

const env = readEnv(CreateShopEnv);
const shops = createShopRepository(createDocumentClient(), env.SHOPS_TABLE_NAME);
const lake = createLake(new S3Client(), env.LAKE_BUCKET_NAME);
const dataKeys = createDataKeys(new KMSClient(), env.SHOP_KEY_ID);

export const handler = stepHandler({ input: CreateShopRequest, output: CreateShopResponse }, (request, { now }) =>
  createShop(request, shops, dataKeys, lake, now),
);
