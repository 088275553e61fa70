import { ModelsEnv } from '../../core/models/contract.ts';
import { createModelRepository } from '../../core/models/model-repository.ts';
import { createDocumentClient } from '../../core/platform/document-client.ts';
import { readEnv } from '../../core/platform/read-env.ts';
import { stepHandler } from '../../core/platform/step-handler.ts';
import { PrepareRunOutput, TrainModelInput } from '../../workflows/train-model/contract.ts';
import { prepareRun } from './prepare-run.ts';

const models = createModelRepository(createDocumentClient(), readEnv(ModelsEnv).MODELS_TABLE_NAME);

export const handler = stepHandler({ input: TrainModelInput, output: PrepareRunOutput }, (input) =>
  prepareRun(input, models),
);
