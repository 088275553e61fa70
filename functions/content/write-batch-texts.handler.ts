import { createBatchRepository } from '../../core/content/batch-repository.ts';
import { WritingDeskEnv } from '../../core/content/contract.ts';
import { createDocumentClient } from '../../core/platform/document-client.ts';
import { readEnv } from '../../core/platform/read-env.ts';
import { stepHandler } from '../../core/platform/step-handler.ts';
import { WriteTextsInput, WriteTextsOutput } from '../../workflows/generate-content/contract.ts';
import { writeBatchTexts } from './write-batch-texts.ts';
import { createWritingDesk } from './writing-desk.ts';

const env = readEnv(WritingDeskEnv);
const documents = createDocumentClient();
const batches = createBatchRepository(documents, env.CONTENT_TABLE_NAME);
const desk = createWritingDesk(documents, env);

export const handler = stepHandler({ input: WriteTextsInput, output: WriteTextsOutput }, (input, { now }) =>
  writeBatchTexts(input, now, batches, desk),
);
