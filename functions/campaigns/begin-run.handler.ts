import { createCampaignRepository } from '../../core/campaigns/campaign-repository.ts';
import { CampaignsEnv } from '../../core/campaigns/env.ts';
import { createSendingRepository } from '../../core/channels/sending-repository.ts';
import { createDocumentClient } from '../../core/platform/document-client.ts';
import { readEnv } from '../../core/platform/read-env.ts';
import { stepHandler } from '../../core/platform/step-handler.ts';
import { BeginRunOutput, RunCampaignInput } from '../../workflows/run-campaign/contract.ts';
import { beginRun } from './begin-run.ts';

const { CAMPAIGNS_TABLE_NAME } = readEnv(CampaignsEnv);
const documents = createDocumentClient();
const ports = {
  campaigns: createCampaignRepository(documents, CAMPAIGNS_TABLE_NAME),
  sending: createSendingRepository(documents, CAMPAIGNS_TABLE_NAME),
};

export const handler = stepHandler({ input: RunCampaignInput, output: BeginRunOutput }, (input, { now }) =>
  beginRun(input, ports, now),
);
