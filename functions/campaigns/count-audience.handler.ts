import { Audience, AudienceRequest, CampaignPath } from '../../core/campaigns/contract.ts';
import { AudienceEnv } from '../../core/campaigns/env.ts';
import { httpHandler } from '../../core/platform/http-handler.ts';
import { readEnv } from '../../core/platform/read-env.ts';
import { readSegment } from '../../core/segments/compile-segment.ts';
import { createAudienceSources } from './audience-sources.ts';
import { countAudience } from './walk-audience.ts';

const sources = createAudienceSources(readEnv(AudienceEnv));

export const handler = httpHandler(
  { path: CampaignPath, body: AudienceRequest, response: Audience },
  async ({ campaignId, segment }, { shop, now }) => {
    const text = segment ?? (await sources.campaigns.get(shop, campaignId)).definition.segment;
    return countAudience(shop, readSegment(text), sources, now);
  },
);
