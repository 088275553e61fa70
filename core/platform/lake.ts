import { gzipSync } from 'node:zlib';
import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { ulid } from 'ulid';
import type { ShopId } from './contract.ts';

export type LakeArea = 'events' | 'items' | 'customers' | 'decisions' | 'quarantine' | 'inquiries';

export type Lake = ReturnType<typeof createLake>;

/** Everything that is learned from, as compressed JSON Lines by shop and date. Written at least once, never changed. */
export function createLake(client: S3Client, bucketName: string) {
  return {
    /**
     * One object with these rows. `date` is the day of their arrival: a year of history then comes as a few large
     * objects, not as one a day and batch, and what comes late changes no day that was read already.
     */
    async append(area: LakeArea, shop: ShopId, date: string, rows: readonly object[]): Promise<void> {
      const lines = rows.map((row) => `${JSON.stringify(row)}\n`).join('');
      await client.send(
        new PutObjectCommand({
          Bucket: bucketName,
          Key: `${area}/shop=${shop}/date=${date}/${ulid()}.jsonl.gz`,
          Body: gzipSync(lines),
          ContentType: 'application/x-ndjson',
          ContentEncoding: 'gzip',
        }),
      );
    },
  };
}
