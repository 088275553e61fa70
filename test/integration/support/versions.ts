import { DynamoDBClient, paginateListTables } from '@aws-sdk/client-dynamodb';
import { ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { ModelVersion } from '../../../core/models/contract.ts';
import { createModelRepository } from '../../../core/models/model-repository.ts';
import { createDocumentClient } from '../../../core/platform/document-client.ts';
import { outputs, platform } from './platform.ts';

const s3 = new S3Client({ forcePathStyle: true });
const Bucket = outputs.ArtifactsBucketName;

async function modelsTable(): Promise<string> {
  for await (const { TableNames = [] } of paginateListTables({ client: new DynamoDBClient() }, {})) {
    const found = TableNames.find((name) => /TablesModels/.test(name));
    if (found) return found;
  }
  throw new Error('There is no table of models');
}

/** A version that looks like another one but for some fields: what a damaged or mistaken registry would hold. */
export async function registerLike(version: string, changes: Partial<ModelVersion> & { version: string }) {
  const models = createModelRepository(createDocumentClient(), await modelsTable());
  const like = await models.version(platform.PERENNIAL_SHOP, 'purchase', version);
  if (!like) throw new Error(`There is no version ${version}`);
  await models.putVersion(platform.PERENNIAL_SHOP, 'purchase', { ...like, status: 'retired', ...changes });
}

/** Stores a model of its own; its address. */
export async function storeModel(name: string, Body: Buffer): Promise<string> {
  const Key = `runs/${platform.PERENNIAL_SHOP}/${name}/models/model.tar.gz`;
  await s3.send(new PutObjectCommand({ Bucket, Key, Body }));
  return `s3://${Bucket}/${Key}`;
}

/** Where the candidate lists that a run fitted are stored. */
export async function trainedLists(runId: string): Promise<string> {
  const Prefix = `runs/${platform.PERENNIAL_SHOP}/${runId}/models/lists/`;
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix }));
  const stored = Contents.find(({ Key }) => Key?.endsWith('model.tar.gz'));
  if (!stored) throw new Error(`Run ${runId} fitted no candidate lists`);
  return `s3://${Bucket}/${stored.Key}`;
}
