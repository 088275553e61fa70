import { ModelsEnv } from '../../core/models/contract.ts';
import { createModelRepository } from '../../core/models/model-repository.ts';
import { createDocumentClient } from '../../core/platform/document-client.ts';
import { readEnv } from '../../core/platform/read-env.ts';
import { stepHandler } from '../../core/platform/step-handler.ts';
import { RecordRunInput, RecordRunOutput } from '../../workflows/train-model/contract.ts';
import { recordRun } from './record-run.ts';

const models = createModelRepository(createDocumentClient(), readEnv(ModelsEnv).MODELS_TABLE_NAME);

export const handler = stepHandler({ input: RecordRunInput, output: RecordRunOutput }, (input, { now }) =>
  recordRun(input, now, models),
);
