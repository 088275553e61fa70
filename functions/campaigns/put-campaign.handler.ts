import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { createCampaignRepository } from '../../core/campaigns/campaign-repository.ts';
import { Campaign, CampaignDraft, CampaignPath } from '../../core/campaigns/contract.ts';
import { WriteCampaignEnv } from '../../core/campaigns/env.ts';
import { createDocumentClient } from '../../core/platform/document-client.ts';
import { tagged } from '../../core/platform/entity-tag.ts';
import { httpHandler } from '../../core/platform/http-handler.ts';
import { readEnv } from '../../core/platform/read-env.ts';
import { createCampaignSchedules } from './campaign-schedules.ts';
import { saveCampaign } from './save-campaign.ts';

const env = readEnv(WriteCampaignEnv);
const ports = {
  campaigns: createCampaignRepository(createDocumentClient(), env.CAMPAIGNS_TABLE_NAME),
  schedules: createCampaignSchedules(new SchedulerClient(), {
    groupName: env.SCHEDULE_GROUP_NAME,
    roleArn: env.SCHEDULE_ROLE_ARN,
    stateMachineArn: env.RUN_CAMPAIGN_STATE_MACHINE_ARN,
  }),
};

export const handler = httpHandler(
  {
    path: CampaignPath,
    body: CampaignDraft,
    response: Campaign,
    headersOf: ({ revision }) => tagged(revision),
    isConditional: true,
  },
  ({ campaignId, ...draft }, { shop, now, ifMatch }) =>
    saveCampaign(shop, campaignId, draft, ports, { now, isNew: false, ifMatch }),
);
