import { CampaignsEnv } from '../../core/campaigns/env.ts';
import { SendingView } from '../../core/channels/contract.ts';
import { createSendingRepository } from '../../core/channels/sending-repository.ts';
import { createDocumentClient } from '../../core/platform/document-client.ts';
import { httpHandler } from '../../core/platform/http-handler.ts';
import { readEnv } from '../../core/platform/read-env.ts';

const sending = createSendingRepository(createDocumentClient(), readEnv(CampaignsEnv).CAMPAIGNS_TABLE_NAME);

export const handler = httpHandler({ response: SendingView }, async (_request, { shop }) => {
  const stored = await sending.find(shop);
  return { settings: stored?.settings ?? null, hasWebhookSecret: stored?.sealedSecret !== undefined };
});
