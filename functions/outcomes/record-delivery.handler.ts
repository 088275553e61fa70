import * as z from 'zod';
import { createCampaignRepository } from '../../core/campaigns/campaign-repository.ts';
import { CampaignsEnv } from '../../core/campaigns/env.ts';
import { createMessageRepository } from '../../core/campaigns/message-repository.ts';
import { createContactRepository } from '../../core/channels/contact-repository.ts';
import { createDocumentClient } from '../../core/platform/document-client.ts';
import { readEnv } from '../../core/platform/read-env.ts';
import { stepHandler } from '../../core/platform/step-handler.ts';
import { DeliveryEvent, recordDelivery } from './record-delivery.ts';

const { CAMPAIGNS_TABLE_NAME } = readEnv(CampaignsEnv);
const documents = createDocumentClient();
const contacts = createContactRepository(documents, CAMPAIGNS_TABLE_NAME);
const ports = {
  contacts,
  campaigns: createCampaignRepository(documents, CAMPAIGNS_TABLE_NAME),
  messages: createMessageRepository(documents, CAMPAIGNS_TABLE_NAME, contacts),
};

export const handler = stepHandler({ input: DeliveryEvent, output: z.null() }, async (event, { now, record }) => {
  await recordDelivery(event, ports, now);
  record.count(`Email${event.detail.eventType}`);
  return null;
});
