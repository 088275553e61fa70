import { SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import { WriteBatchEnv } from '../../core/content/batch-contract.ts';
import { createBatchRepository } from '../../core/content/batch-repository.ts';
import { createContentRepository } from '../../core/content/content-repository.ts';
import { GenerationSetting } from '../../core/content/generation-contract.ts';
import { createItemRepository } from '../../core/items/item-repository.ts';
import { createModelRepository } from '../../core/models/model-repository.ts';
import { createDocumentClient } from '../../core/platform/document-client.ts';
import { readEnv } from '../../core/platform/read-env.ts';
import { stepHandler } from '../../core/platform/step-handler.ts';
import { WriteTextsInput, WriteTextsOutput } from '../../workflows/generate-content/contract.ts';
import { createTextCompleter } from './complete-text.ts';
import { writeBatchTexts } from './write-batch-texts.ts';

const env = readEnv(WriteBatchEnv);
const documents = createDocumentClient();
const batches = createBatchRepository(documents, env.CONTENT_TABLE_NAME);
const desk = {
  catalogue: createItemRepository(documents, env.ITEMS_TABLE_NAME),
  contents: createContentRepository(documents, env.CONTENT_TABLE_NAME),
  complete: createTextCompleter({
    setting: GenerationSetting.parse(JSON.parse(env.GENERATION)),
    models: createModelRepository(documents, env.MODELS_TABLE_NAME),
    runtime: new SageMakerRuntimeClient(),
    key: env.GENERATION_KEY,
  }),
};

export const handler = stepHandler({ input: WriteTextsInput, output: WriteTextsOutput }, (input, { now }) =>
  writeBatchTexts(input, now, batches, desk),
);
