import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { createCampaignRepository } from '../../core/campaigns/campaign-repository.ts';
import { Campaign, CreateCampaignRequest } from '../../core/campaigns/contract.ts';
import { WriteCampaignEnv } from '../../core/campaigns/env.ts';
import { createDocumentClient } from '../../core/platform/document-client.ts';
import { httpHandler } from '../../core/platform/http-handler.ts';
import { readEnv } from '../../core/platform/read-env.ts';
import { createRequestLedger } from '../../core/platform/request-ledger.ts';
import { createCampaignSchedules } from './campaign-schedules.ts';
import { saveCampaign } from './save-campaign.ts';

const env = readEnv(WriteCampaignEnv);
const documents = createDocumentClient();
const ports = {
  campaigns: createCampaignRepository(documents, env.CAMPAIGNS_TABLE_NAME),
  schedules: createCampaignSchedules(new SchedulerClient(), {
    groupName: env.SCHEDULE_GROUP_NAME,
    roleArn: env.SCHEDULE_ROLE_ARN,
    stateMachineArn: env.RUN_CAMPAIGN_STATE_MACHINE_ARN,
  }),
};
const idempotency = createRequestLedger(documents, env.REQUESTS_TABLE_NAME);

export const handler = httpHandler(
  { body: CreateCampaignRequest, response: Campaign, idempotency },
  ({ campaignId, ...request }, { shop, now }) => saveCampaign(shop, campaignId, request, ports, { now, isNew: true }),
);
