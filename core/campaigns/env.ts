import * as z from 'zod';
import { SlateEnv } from '../recommendations/contract.ts';

const name = z.string().min(1);

export const CampaignsEnv = z.object({ CAMPAIGNS_TABLE_NAME: name });
export type CampaignsEnv = z.infer<typeof CampaignsEnv>;

export const StartCampaignRunEnv = CampaignsEnv.extend({
  REQUESTS_TABLE_NAME: name,
  RUN_CAMPAIGN_STATE_MACHINE_ARN: name,
});
export type StartCampaignRunEnv = z.infer<typeof StartCampaignRunEnv>;

export const WriteCampaignEnv = StartCampaignRunEnv.extend({ SCHEDULE_GROUP_NAME: name, SCHEDULE_ROLE_ARN: name });
export type WriteCampaignEnv = z.infer<typeof WriteCampaignEnv>;

export const SendingEnv = CampaignsEnv.extend({ SHOPS_TABLE_NAME: name, SHOP_KEY_ID: name });
export type SendingEnv = z.infer<typeof SendingEnv>;
export const ConsentsEnv = SendingEnv.extend({ REQUESTS_TABLE_NAME: name });
export type ConsentsEnv = z.infer<typeof ConsentsEnv>;
export const TrackEnv = SendingEnv.extend({ EVENTS_QUEUE_URL: name });
export type TrackEnv = z.infer<typeof TrackEnv>;

/** What was written to one person opens with their key alone. */
export const ReadMessageEnv = SendingEnv.extend({ CUSTOMER_KEYS_TABLE_NAME: name });
export type ReadMessageEnv = z.infer<typeof ReadMessageEnv>;

/** Who the customers are, and what they did. */
export const AudienceEnv = ReadMessageEnv.extend({
  IDENTITIES_TABLE_NAME: name,
  STATE_TABLE_NAME: name,
  PROFILES_TABLE_NAME: name,
});
export type AudienceEnv = z.infer<typeof AudienceEnv>;

/** All that a message is made of: the audience, the catalogue, and the slate that any surface would get. */
export const ComposeEnv = AudienceEnv.extend({
  ...SlateEnv.shape,
  RECIPES_TABLE_NAME: name,
  DECISIONS_QUEUE_URL: name,
  EMAIL_CONFIGURATION_SET: name,
});
export type ComposeEnv = z.infer<typeof ComposeEnv>;

export const TestSendEnv = ComposeEnv.extend({ REQUESTS_TABLE_NAME: name });
export type TestSendEnv = z.infer<typeof TestSendEnv>;

export const ReportEnv = CampaignsEnv.extend({ STATE_TABLE_NAME: name, SHOPS_TABLE_NAME: name });
export type ReportEnv = z.infer<typeof ReportEnv>;

/** Asking the champion of effectiveness whom of an audience to write to. */
export const RankAudienceEnv = AudienceEnv.extend({ MODELS_TABLE_NAME: name });
export type RankAudienceEnv = z.infer<typeof RankAudienceEnv>;
