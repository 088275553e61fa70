import { createCampaignRepository } from '../../core/campaigns/campaign-repository.ts';
import { CampaignPath, MessagePage, MessagesQuery, messageIdOf } from '../../core/campaigns/contract.ts';
import { CampaignsEnv } from '../../core/campaigns/env.ts';
import { createMessageRepository } from '../../core/campaigns/message-repository.ts';
import { createContactRepository } from '../../core/channels/contact-repository.ts';
import { createDocumentClient } from '../../core/platform/document-client.ts';
import { httpHandler } from '../../core/platform/http-handler.ts';
import { readEnv } from '../../core/platform/read-env.ts';

const { CAMPAIGNS_TABLE_NAME } = readEnv(CampaignsEnv);
const documents = createDocumentClient();
const campaigns = createCampaignRepository(documents, CAMPAIGNS_TABLE_NAME);
const messages = createMessageRepository(
  documents,
  CAMPAIGNS_TABLE_NAME,
  createContactRepository(documents, CAMPAIGNS_TABLE_NAME),
);

export const handler = httpHandler(
  { path: CampaignPath, query: MessagesQuery, response: MessagePage },
  async ({ campaignId, runId, ...query }, { shop }) => {
    const asked = runId ?? (await campaigns.runs(shop, campaignId, 1))[0]?.runId;
    if (asked === undefined) return { data: [], has_more: false, next_cursor: null };
    const { data, ...page } = await messages.page(shop, campaignId, asked, query);
    return { data: data.map((message) => ({ ...message, messageId: messageIdOf(message) })), ...page };
  },
);
