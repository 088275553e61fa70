import { gunzipSync, gzipSync } from 'node:zlib';
import { GetObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { ShopId } from '../platform/contract.ts';
import type { SlateBatchId } from './batch-contract.ts';

export type BatchFiles = ReturnType<typeof createBatchFiles>;

/** The files of a batch. Each is named by what is in it, so that writing it again replaces it. */
export function createBatchFiles(client: S3Client, bucketName: string) {
  const keyOf = (shop: ShopId, batchId: SlateBatchId, name: string) => `${folderOf(shop, batchId)}${name}.jsonl.gz`;
  return {
    location: (shop: ShopId, batchId: SlateBatchId) => `s3://${bucketName}/${folderOf(shop, batchId)}`,

    async write(shop: ShopId, batchId: SlateBatchId, name: string, rows: readonly object[]): Promise<void> {
      await client.send(
        new PutObjectCommand({
          Bucket: bucketName,
          Key: keyOf(shop, batchId, name),
          Body: gzipSync(rows.map((row) => `${JSON.stringify(row)}\n`).join('')),
          ContentType: 'application/x-ndjson',
          ContentEncoding: 'gzip',
        }),
      );
    },

    async read(shop: ShopId, batchId: SlateBatchId, name: string): Promise<unknown[]> {
      const { Body } = await client.send(new GetObjectCommand({ Bucket: bucketName, Key: keyOf(shop, batchId, name) }));
      if (!Body) return [];
      const text = gunzipSync(await Body.transformToByteArray()).toString('utf8');
      return text.split('\n').flatMap((line) => (line ? [JSON.parse(line)] : []));
    },
  };
}

const folderOf = (shop: ShopId, batchId: SlateBatchId) => `batches/${shop}/${batchId}/`;
