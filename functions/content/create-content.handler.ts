import { SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import { ulid } from 'ulid';
import { createContentRepository } from '../../core/content/content-repository.ts';
import { CreateContentEnv, CreateContentRequest, CreateContentResponse } from '../../core/content/contract.ts';
import { GenerationSetting } from '../../core/content/generation-contract.ts';
import { createItemRepository } from '../../core/items/item-repository.ts';
import { createModelRepository } from '../../core/models/model-repository.ts';
import { createDocumentClient } from '../../core/platform/document-client.ts';
import { httpHandler } from '../../core/platform/http-handler.ts';
import { readEnv } from '../../core/platform/read-env.ts';
import { createRequestLedger } from '../../core/platform/request-ledger.ts';
import { createTextCompleter } from './complete-text.ts';
import { createContent } from './create-content.ts';

const env = readEnv(CreateContentEnv);
const documents = createDocumentClient();
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

export const handler = httpHandler(
  {
    body: CreateContentRequest,
    response: CreateContentResponse,
    status: 201,
    idempotency: createRequestLedger(documents, env.REQUESTS_TABLE_NAME),
  },
  async (request, { shop, now, record }) => {
    const drafts = await createContent({ shop, request, now }, { ...desk, newId: () => ulid().toLowerCase() });
    record.count('ContentDrafted', drafts.length);
    return { data: drafts };
  },
);
