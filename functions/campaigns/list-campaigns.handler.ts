import { createCampaignRepository } from '../../core/campaigns/campaign-repository.ts';
import { CampaignPage } from '../../core/campaigns/contract.ts';
import { CampaignsEnv } from '../../core/campaigns/env.ts';
import { PageQuery } from '../../core/platform/contract.ts';
import { createDocumentClient } from '../../core/platform/document-client.ts';
import { httpHandler } from '../../core/platform/http-handler.ts';
import { readEnv } from '../../core/platform/read-env.ts';

const campaigns = createCampaignRepository(createDocumentClient(), readEnv(CampaignsEnv).CAMPAIGNS_TABLE_NAME);

export const handler = httpHandler({ query: PageQuery, response: CampaignPage }, (query, { shop }) =>
  campaigns.list(shop, query),
);
