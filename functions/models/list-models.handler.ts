import { ModelList, ModelsEnv } from '../../core/models/contract.ts';
import { createModelRepository } from '../../core/models/model-repository.ts';
import { ModelName } from '../../core/models/names.ts';
import { createDocumentClient } from '../../core/platform/document-client.ts';
import { httpHandler } from '../../core/platform/http-handler.ts';
import { readEnv } from '../../core/platform/read-env.ts';
import { viewModel } from './view-model.ts';

const models = createModelRepository(createDocumentClient(), readEnv(ModelsEnv).MODELS_TABLE_NAME);

export const handler = httpHandler({ response: ModelList }, async (_, { shop }) => ({
  data: await Promise.all(ModelName.options.map((name) => viewModel(shop, name, models))),
}));
