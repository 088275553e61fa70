import { gunzipSync } from 'node:zlib';
import { GetObjectCommand, paginateListObjectsV2, S3Client } from '@aws-sdk/client-s3';
import { createLake, type LakeArea } from '../../../core/platform/lake.ts';
import { outputs, platform } from './platform.ts';

const client = new S3Client({ forcePathStyle: true });
const Bucket = outputs.LakeBucketName;

/** Every line that the lake holds of an area for facts of today (or yesterday, around midnight), as it is stored. */
export async function lakeLines(area: LakeArea, since: Date, shop = platform.PERENNIAL_SHOP): Promise<string[]> {
  const keys: string[] = [];
  for (const date of new Set([since, new Date()].map((day) => day.toISOString().slice(0, 10)))) {
    const Prefix = `${area}/shop=${shop}/date=${date}/`;
    for await (const { Contents = [] } of paginateListObjectsV2({ client }, { Bucket, Prefix })) {
      keys.push(...Contents.flatMap(({ Key, LastModified }) => (Key && isSince(LastModified, since) ? [Key] : [])));
    }
  }
  const texts = await Promise.all(keys.map(textOf));
  return texts.flatMap((text) => text.split('\n').filter(Boolean));
}

/** Rows as a platform that has run for long would have written them: what comes in today is known from today on. */
export async function layDown(area: LakeArea, shop: string, date: Date, rows: readonly object[]): Promise<void> {
  await createLake(client, Bucket).append(area, shop, date.toISOString().slice(0, 10), rows);
}

/** S3 keeps whole seconds. */
const isSince = (modified: Date | undefined, since: Date) => (modified?.getTime() ?? 0) >= since.getTime() - 1_000;

async function textOf(Key: string): Promise<string> {
  const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }));
  return gunzipSync((await Body?.transformToByteArray()) ?? Buffer.alloc(0)).toString('utf8');
}
