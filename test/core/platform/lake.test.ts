import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { createLake } from '../../../core/platform/lake.ts';

it('a lake says whether a shop has anything in an area, by looking for one object of that very shop', async () => {
  const s3 = mockClient(S3Client);
  s3.on(ListObjectsV2Command).resolves({ KeyCount: 0 });
  s3.on(ListObjectsV2Command, { Prefix: 'customers/shop=demo/' }).resolves({ KeyCount: 1 });
  const lake = createLake(new S3Client({ region: 'eu-west-1' }), 'lake');

  await expect(lake.holds('customers', 'demo')).resolves.toBe(true);
  await expect(lake.holds('customers', 'demo-2')).resolves.toBe(false);
  await expect(lake.holds('decisions', 'demo')).resolves.toBe(false);
  expect(s3.calls().map(({ args }) => Object(args[0].input).MaxKeys)).toEqual([1, 1, 1]);
});
