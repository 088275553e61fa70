import * as z from 'zod';
import { CampaignPath, DryRunReport } from '../../core/campaigns/contract.ts';
import { AudienceEnv } from '../../core/campaigns/env.ts';
import { httpHandler } from '../../core/platform/http-handler.ts';
import { readEnv } from '../../core/platform/read-env.ts';
import { createAudienceSources } from './audience-sources.ts';
import { dryRun } from './dry-run.ts';

const sources = createAudienceSources(readEnv(AudienceEnv));

export const handler = httpHandler(
  { path: CampaignPath, body: z.strictObject({}), response: DryRunReport },
  async ({ campaignId }, { shop, now }) => {
    const [profile, { settings }, campaign] = await Promise.all([
      sources.shops.get(shop),
      sources.sending.get(shop),
      sources.campaigns.get(shop, campaignId),
    ]);
    return dryRun(profile, settings, campaign, sources, now);
  },
);
