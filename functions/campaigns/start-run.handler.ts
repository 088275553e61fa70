import { ExecutionAlreadyExists, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import * as z from 'zod';
import { createCampaignRepository } from '../../core/campaigns/campaign-repository.ts';
import { CampaignPath, RunReceipt } from '../../core/campaigns/contract.ts';
import { StartCampaignRunEnv } from '../../core/campaigns/env.ts';
import { createSendingRepository } from '../../core/channels/sending-repository.ts';
import { createDocumentClient } from '../../core/platform/document-client.ts';
import { httpHandler } from '../../core/platform/http-handler.ts';
import { readEnv } from '../../core/platform/read-env.ts';
import { createRequestLedger } from '../../core/platform/request-ledger.ts';
import { startRun } from './start-run.ts';

const env = readEnv(StartCampaignRunEnv);
const documents = createDocumentClient();
const stateMachineArn = env.RUN_CAMPAIGN_STATE_MACHINE_ARN;
const client = new SFNClient();
const ports = {
  campaigns: createCampaignRepository(documents, env.CAMPAIGNS_TABLE_NAME),
  sending: createSendingRepository(documents, env.CAMPAIGNS_TABLE_NAME),
  start: async (name: string, input: object) => {
    try {
      await client.send(new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) }));
    } catch (error) {
      if (!(error instanceof ExecutionAlreadyExists)) throw error;
    }
  },
};

export const handler = httpHandler(
  {
    path: CampaignPath,
    body: z.strictObject({}),
    response: RunReceipt,
    status: 202,
    idempotency: createRequestLedger(documents, env.REQUESTS_TABLE_NAME),
  },
  ({ campaignId }, { shop, now }) => startRun(shop, campaignId, ports, now),
);
