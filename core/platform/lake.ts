import { gzipSync } from 'node:zlib';
import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { ulid } from 'ulid';
import type { ShopId } from './contract.ts';

/** What jobs may be given to learn from. */
export const LEARNED_AREAS = ['events', 'items', 'customers', 'decisions', 'inquiries'] as const;
export type LakeArea = (typeof LEARNED_AREAS)[number] | 'quarantine';

export type Lake = ReturnType<typeof createLake>;

/** Everything that is learned from, as compressed JSON Lines by shop and date. Written at least once, never changed. */
export function createLake(client: S3Client, bucketName: string) {
  return {
    /**
     * An empty object in each area of a new shop: SageMaker refuses a job whose input holds no object at all, and a shop
     * without a catalogue, or without inquiries, is one that jobs know how to tell what it lacks.
     */
    async begin(shop: ShopId): Promise<void> {
      const put = (area: LakeArea) =>
        client.send(new PutObjectCommand({ Bucket: bucketName, Key: `${area}/shop=${shop}/_begun`, Body: '' }));
      await Promise.all(LEARNED_AREAS.map(put));
    },

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
