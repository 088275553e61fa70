import { S3Client } from '@aws-sdk/client-s3';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { createPseudonymList } from '../../core/customers/identity-repository.ts';
import { createOutcomeRepository } from '../../core/experiments/outcome-repository.ts';
import { createDocumentClient } from '../../core/platform/document-client.ts';
import { readEnv } from '../../core/platform/read-env.ts';
import { createShopRepository } from '../../core/platform/shop-repository.ts';
import { stepHandler } from '../../core/platform/step-handler.ts';
import { WriteSlatePageEnv } from '../../core/recommendations/batch-contract.ts';
import { createBatchFiles } from '../../core/recommendations/batch-files.ts';
import { createSlateBatchRepository } from '../../core/recommendations/batch-repository.ts';
import { createRecipeRepository } from '../../core/recommendations/recipe-repository.ts';
import { WriteSlatePageInput, WriteSlatePageOutput } from '../../workflows/recommend-batch/contract.ts';
import { createSlateSources } from './create-slate-sources.ts';
import { type SlatePagePorts, writeSlatePages } from './write-slate-page.ts';

/** A page is begun within this time, which leaves the slowest page enough of the function's own. */
const WALK_MS = 10_000;

const env = readEnv(WriteSlatePageEnv);
const documents = createDocumentClient();
const shops = createShopRepository(documents, env.SHOPS_TABLE_NAME);
const batches = createSlateBatchRepository(documents, env.RECIPES_TABLE_NAME);
const recipes = createRecipeRepository(documents, env.RECIPES_TABLE_NAME);
const outcomes = createOutcomeRepository(documents, env.RECIPES_TABLE_NAME);
const files = createBatchFiles(new S3Client(), env.ARTIFACTS_BUCKET_NAME);
const sourcesOf = createSlateSources(documents, env);
const sqs = new SQSClient();

export const handler = stepHandler(
  { input: WriteSlatePageInput, output: WriteSlatePageOutput },
  async ({ shop, batchId, ...page }, { now, record }) => {
    const [profile, batch] = await Promise.all([shops.get(shop), batches.get(shop, batchId)]);
    const ports: SlatePagePorts = {
      listPseudonyms: createPseudonymList(documents, env.IDENTITIES_TABLE_NAME).ofShard,
      files,
      batches,
      recipes,
      sources: {
        ...sourcesOf(record),
        outcomes,
        log: async (decision) => {
          await sqs.send(
            new SendMessageCommand({ QueueUrl: env.DECISIONS_QUEUE_URL, MessageBody: JSON.stringify(decision) }),
          );
        },
      },
    };
    return writeSlatePages(profile, batch, page, ports, () => Date.now() < now.getTime() + WALK_MS);
  },
);
