import { createCampaignRepository } from '../../core/campaigns/campaign-repository.ts';
import { CampaignPath, CampaignView } from '../../core/campaigns/contract.ts';
import { CampaignsEnv } from '../../core/campaigns/env.ts';
import { createDocumentClient } from '../../core/platform/document-client.ts';
import { tagged } from '../../core/platform/entity-tag.ts';
import { withFault } from '../../core/platform/fault.ts';
import { httpHandler } from '../../core/platform/http-handler.ts';
import { readEnv } from '../../core/platform/read-env.ts';

const campaigns = createCampaignRepository(createDocumentClient(), readEnv(CampaignsEnv).CAMPAIGNS_TABLE_NAME);

export const handler = httpHandler(
  { path: CampaignPath, response: CampaignView, headersOf: ({ revision }) => tagged(revision) },
  async ({ campaignId }, { shop }) => {
    const [campaign, runs, versions] = await Promise.all([
      campaigns.get(shop, campaignId),
      campaigns.runs(shop, campaignId),
      campaigns.versions(shop, campaignId),
    ]);
    const named = versions.map(({ version, definition, updatedAt }) => ({
      version,
      name: definition.name,
      at: updatedAt,
    }));
    return { ...campaign, runs: runs.map(withFault), versions: named };
  },
);
