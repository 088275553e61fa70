import { createCampaignRepository } from '../../core/campaigns/campaign-repository.ts';
import { CampaignsEnv } from '../../core/campaigns/env.ts';
import { createMessageRepository } from '../../core/campaigns/message-repository.ts';
import { createContactRepository } from '../../core/channels/contact-repository.ts';
import { createDocumentClient } from '../../core/platform/document-client.ts';
import { readEnv } from '../../core/platform/read-env.ts';
import { stepHandler } from '../../core/platform/step-handler.ts';
import { FinishRunInput, FinishRunOutput } from '../../workflows/run-campaign/contract.ts';
import { finishRun } from './finish-run.ts';

const { CAMPAIGNS_TABLE_NAME } = readEnv(CampaignsEnv);
const documents = createDocumentClient();
const ports = {
  campaigns: createCampaignRepository(documents, CAMPAIGNS_TABLE_NAME),
  messages: createMessageRepository(
    documents,
    CAMPAIGNS_TABLE_NAME,
    createContactRepository(documents, CAMPAIGNS_TABLE_NAME),
  ),
};

export const handler = stepHandler({ input: FinishRunInput, output: FinishRunOutput }, (input, { now }) =>
  finishRun(input, ports, now),
);
