import { SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { WritingDeskEnv } from '../../core/content/contract.ts';
import { GenerationSetting } from '../../core/content/generation-contract.ts';
import { createModelRepository } from '../../core/models/model-repository.ts';
import { createTextCompleter } from './complete-text.ts';
import { createContentDesk } from './content-desk.ts';

/** Texts, their catalogue, and whatever the stage has texts written by. */
export const createWritingDesk = (documents: DynamoDBDocumentClient, env: WritingDeskEnv) => ({
  ...createContentDesk(documents, env),
  complete: createTextCompleter({
    setting: GenerationSetting.parse(JSON.parse(env.GENERATION)),
    models: createModelRepository(documents, env.MODELS_TABLE_NAME),
    runtime: new SageMakerRuntimeClient(),
    key: env.GENERATION_KEY,
  }),
});
