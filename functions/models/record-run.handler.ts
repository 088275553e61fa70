import { ModelsEnv } from '../../core/models/contract.ts';
import { createModelRepository } from '../../core/models/model-repository.ts';
import { createDocumentClient } from '../../core/platform/document-client.ts';
import { readEnv } from '../../core/platform/read-env.ts';
import { stepHandler } from '../../core/platform/step-handler.ts';
import { RecordRunInput, RecordRunOutput } from '../../workflows/train-model/contract.ts';

const models = createModelRepository(createDocumentClient(), readEnv(ModelsEnv).MODELS_TABLE_NAME);

/** How a run ended, and when. */
export const handler = stepHandler(
  { input: RecordRunInput, output: RecordRunOutput },
  async ({ shop, model, runId, status, reason }, { now }) => {
    await models.updateRun(shop, model, runId, { status, reason, endedAt: now.toISOString() });
    return { status };
  },
);
