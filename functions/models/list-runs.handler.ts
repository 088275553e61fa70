import { ModelsEnv, RunPage, StartTrainingPath } from '../../core/models/contract.ts';
import { createModelRepository } from '../../core/models/model-repository.ts';
import { PageQuery } from '../../core/platform/contract.ts';
import { createDocumentClient } from '../../core/platform/document-client.ts';
import { withFaults } from '../../core/platform/fault.ts';
import { httpHandler } from '../../core/platform/http-handler.ts';
import { readEnv } from '../../core/platform/read-env.ts';

const models = createModelRepository(createDocumentClient(), readEnv(ModelsEnv).MODELS_TABLE_NAME);

export const handler = httpHandler(
  { path: StartTrainingPath, query: PageQuery, response: RunPage },
  async ({ name, limit, cursor }, { shop }) => withFaults(await models.listRuns(shop, name, { limit, cursor })),
);
