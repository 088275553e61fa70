import { createCampaignRepository } from '../../core/campaigns/campaign-repository.ts';
import { CampaignPath, CampaignReport } from '../../core/campaigns/contract.ts';
import { ReportEnv } from '../../core/campaigns/env.ts';
import { createMessageRepository } from '../../core/campaigns/message-repository.ts';
import { createContactRepository } from '../../core/channels/contact-repository.ts';
import { createStateRepository } from '../../core/customers/state-repository.ts';
import { createDocumentClient } from '../../core/platform/document-client.ts';
import { httpHandler } from '../../core/platform/http-handler.ts';
import { readEnv } from '../../core/platform/read-env.ts';
import { createShopRepository } from '../../core/platform/shop-repository.ts';
import { getReport } from './get-report.ts';

const env = readEnv(ReportEnv);
const documents = createDocumentClient();
const ports = {
  shops: createShopRepository(documents, env.SHOPS_TABLE_NAME),
  campaigns: createCampaignRepository(documents, env.CAMPAIGNS_TABLE_NAME),
  messages: createMessageRepository(
    documents,
    env.CAMPAIGNS_TABLE_NAME,
    createContactRepository(documents, env.CAMPAIGNS_TABLE_NAME),
  ),
  states: createStateRepository(documents, env.STATE_TABLE_NAME),
};

export const handler = httpHandler({ path: CampaignPath, response: CampaignReport }, ({ campaignId }, { shop, now }) =>
  getReport(shop, campaignId, ports, now),
);
