import { gunzipSync } from 'node:zlib';
import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import * as z from 'zod';

const Row = z.looseObject({ query: z.string().optional() });

/** How often each search of the load stands in a shop's part of the lake, as a reader that does not dedupe would see it. */
export async function takeCensus(bucket: string, shop: string): Promise<Map<string, number>> {
  const s3 = new S3Client({ forcePathStyle: true });
  const seen = new Map<string, number>();
  for (let token: string | undefined, more = true; more; more = token !== undefined) {
    const page = await s3.send(
      new ListObjectsV2Command({ Bucket: bucket, Prefix: `events/shop=${shop}/`, ContinuationToken: token }),
    );
    for (const { Key } of page.Contents ?? []) {
      const object = await s3.send(new GetObjectCommand({ Bucket: bucket, Key }));
      const bytes = await object.Body?.transformToByteArray();
      const lines = gunzipSync(bytes ?? new Uint8Array())
        .toString('utf8')
        .split('\n')
        .filter(Boolean);
      for (const line of lines) {
        const { query } = Row.parse(JSON.parse(line));
        if (query) seen.set(query, (seen.get(query) ?? 0) + 1);
      }
    }
    token = page.NextContinuationToken;
  }
  return seen;
}
