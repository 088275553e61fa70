import * as z from 'zod';
import { rowsOf } from '../platform/parse-rows.ts';

/** What a customer may say yes or no to. */
export const Topic = z.enum(['offers', 'reminders']);
export type Topic = z.infer<typeof Topic>;

export const ChannelKind = z.enum(['email', 'webhook', 'on-site']);
export type ChannelKind = z.infer<typeof ChannelKind>;

const id = z.string().trim().min(1).max(256);

/** One answer of one customer. Of two about one topic the later holds, a refusal before a grant at the same time. */
export const ConsentAnswer = z.strictObject({
  customerId: id,
  topic: Topic,
  granted: z.boolean(),
  /** Why the shop may write: the customer's yes, or what they bought (the soft opt-in for similar products). */
  basis: z.enum(['consent', 'existing-customer']).default('consent'),
  at: z.iso.datetime(),
});
export type ConsentAnswer = z.infer<typeof ConsentAnswer>;

export const PutConsentsRequest = z.strictObject({ consents: rowsOf(ConsentAnswer, 500) });
export type PutConsentsRequest = z.infer<typeof PutConsentsRequest>;

export const Consent = ConsentAnswer.omit({ customerId: true, topic: true });
export type Consent = z.infer<typeof Consent>;

export const Suppression = z.object({ reason: z.enum(['bounce', 'complaint']), at: z.iso.datetime() });
export type Suppression = z.infer<typeof Suppression>;

export const Contacted = z.object({ at: z.iso.datetime(), channel: ChannelKind, campaignId: z.string() });
export type Contacted = z.infer<typeof Contacted>;

/** All that decides whether a customer may be written to. Each change of it moves `revision`. */
export const Contact = z.object({
  consents: z.partialRecord(Topic, Consent),
  /** The address takes no more mail, whatever was consented to. */
  suppression: Suppression.optional(),
  /** What was sent to them lately, by any campaign. */
  contacted: z.array(Contacted),
  /** 0 where nothing is stored yet. */
  revision: z.int(),
});
export type Contact = z.infer<typeof Contact>;

export const emptyContact: Contact = { consents: {}, contacted: [], revision: 0 };

/** `21:00` to `08:00` in the customer's own zone. */
export const QuietHours = z.strictObject({ from: z.iso.time({ precision: -1 }), to: z.iso.time({ precision: -1 }) });
export type QuietHours = z.infer<typeof QuietHours>;

export const TimeZone = z
  .string()
  .refine(isTimeZone, { error: 'must be a time zone such as Europe/Berlin', params: { code: 'no-time-zone' } });

/** How a shop writes to its customers, whatever the campaign. */
export const SendingSettings = z.strictObject({
  from: z.strictObject({ name: z.string().trim().min(1).max(100), email: z.email().max(254) }),
  /** The API as customers reach it, with its stage: links and unsubscription lead there. */
  publicUrl: z.url({ protocol: /^https?$/ }),
  shopUrl: z.url({ protocol: /^https?$/ }),
  /** Where an item is looked at; `{itemId}` is filled in. */
  itemUrl: z.string().max(500).includes('{itemId}').startsWith('http'),
  postalAddress: z.string().trim().min(1).max(300),
  timeZone: TimeZone.default('UTC'),
  quietHours: QuietHours.default({ from: '21:00', to: '08:00' }),
  /** At most so many messages to one customer in any seven days, over all campaigns and channels. */
  weeklyCap: z.int().min(1).max(50).default(3),
  webhookUrl: z.url({ protocol: /^https?$/ }).optional(),
});
export type SendingSettings = z.infer<typeof SendingSettings>;

/** The webhook's secret is shown once, when the address is first set; afterwards only that there is one. */
export const SendingView = z.object({
  settings: SendingSettings.nullable(),
  hasWebhookSecret: z.boolean(),
  webhookSecret: z.string().optional(),
});
export type SendingView = z.infer<typeof SendingView>;

function isTimeZone(name: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }));
  } catch {
    return false;
  }
}

/** What a link in a message says; signed, so that nobody else can say it. */
export const LinkClaim = z.object({
  shop: z.string(),
  campaignId: z.string(),
  runId: z.string(),
  customer: z.string(),
  topic: Topic,
  /** Where a click leads; absent for everything that is not a click. */
  url: z.url().optional(),
  itemId: z.string().optional(),
});
export type LinkClaim = z.infer<typeof LinkClaim>;

export const TokenPath = z.object({ token: z.string().min(1).max(4_000) });
export const PreferencesQuery = z.object({
  token: z.string().min(1).max(4_000),
  language: z.enum(['en', 'zh']).default('en'),
});
export const PreferencesChange = PreferencesQuery.extend({
  topic: Topic,
  granted: z.enum(['true', 'false']).transform((text) => text === 'true'),
});

/** On-site messages are asked for by the shop's server for one customer. */
export const SlotQuery = z.object({ customerId: id });
export const SlotMessage = z.object({
  messageId: z.string(),
  campaignId: z.string(),
  at: z.iso.datetime(),
  subject: z.string(),
  text: z.string(),
  url: z.string(),
});
export const SlotAnswer = z.object({ message: SlotMessage.nullable() });
export type SlotMessage = z.infer<typeof SlotMessage>;
