import * as z from 'zod';
import { ChannelKind, TimeZone, Topic } from '../channels/contract.ts';
import { SkipReason } from '../channels/may-contact.ts';
import { Interval } from '../experiments/contract.ts';
import { pageOf, ShopId } from '../platform/contract.ts';
import { FailureTold } from '../platform/fault.ts';

export const CampaignId = z
  .string()
  .regex(
    /^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/,
    'a campaign id is 1–40 lower-case letters, digits and inner hyphens',
  );
export type CampaignId = z.infer<typeof CampaignId>;

/** Sorts by time. A scheduled run is named after its tick, so that a tick delivered twice is one run. */
export const RunId = z.string().regex(/^[0-9]{8}t[0-9]{6}z(?:-[a-z0-9]{1,12})?$/, 'a run is named by its time');
export type RunId = z.infer<typeof RunId>;

export const Language = z.enum(['en', 'zh']);
export type Language = z.infer<typeof Language>;

/** Liquid is filled in at send time: `{{ customer.firstName | default: "there" }}`. */
const text = (most: number) => z.string().trim().min(1).max(most);
export const Copy = z.strictObject({
  subject: text(150),
  preheader: text(150),
  heading: text(150),
  body: text(2_000),
  button: text(60),
});
export type Copy = z.infer<typeof Copy>;

export const Schedule = z.strictObject({
  /** As EventBridge Scheduler reads it: `rate(1 day)`, `cron(0 9 * * ? *)`. */
  expression: z.string().regex(/^(rate|cron|at)\([^()]{1,200}\)$/, 'rate(…), cron(…) or at(…)'),
  timeZone: TimeZone.default('UTC'),
});
export type Schedule = z.infer<typeof Schedule>;

/** Only those of the audience who are likeliest to respond: so large a share of it, by the champion's scores. */
export const Targeting = z.strictObject({ by: z.literal('response'), share: z.number().min(0.05).max(0.95) });
export type Targeting = z.infer<typeof Targeting>;

/** All of a campaign. It is never changed: a change is a new version, and an old version can be put again. */
export const CampaignDefinition = z.strictObject({
  name: text(100),
  kind: z.enum(['win-back', 'basket-abandonment']),
  topic: Topic,
  channel: ChannelKind.default('email'),
  /** Whom it is for, in the filter language over `customer.*`. */
  segment: z.string().trim().min(1).max(4_000),
  schedule: Schedule.nullable().default(null),
  /** Share of the audience that is not written to, so that the effect can be seen; beside the shop's own holdout. */
  holdoutShare: z.number().min(0).max(0.5).default(0.1),
  /** Days before the same customer may get this campaign again. */
  repeatAfterDays: z.int().min(1).max(365).default(30),
  /** Orders within so many days count as an outcome, in both arms. */
  attributionDays: z.int().min(1).max(60).default(7),
  /** Absent where everybody of the audience is meant. */
  targeting: Targeting.optional(),
  /** Recommendations in the message, chosen when it is sent. */
  items: z.int().min(0).max(6).default(3),
  copy: z.strictObject({ en: Copy, zh: Copy }),
});
export type CampaignDefinition = z.infer<typeof CampaignDefinition>;

/** What a person decides of a campaign. */
export const CampaignDraft = z.strictObject({
  definition: CampaignDefinition,
  /** A paused campaign keeps its schedule and does not run by it. */
  isActive: z.boolean().default(false),
});
export type CampaignDraft = z.infer<typeof CampaignDraft>;
export const CreateCampaignRequest = CampaignDraft.extend({ campaignId: CampaignId });
export type CreateCampaignRequest = z.infer<typeof CreateCampaignRequest>;

export const Campaign = z.object({
  campaignId: CampaignId,
  version: z.int().min(1),
  /** How often it was changed, the switch of its schedule too, as its `ETag` says. 0 in those of before this was counted. */
  revision: z.int().min(0).default(0),
  isActive: z.boolean(),
  definition: CampaignDefinition,
  updatedAt: z.iso.datetime(),
});
export type Campaign = z.infer<typeof Campaign>;

export const RunCounts = z.object({
  audience: z.int(),
  sent: z.int(),
  heldOut: z.int(),
  held: z.int(),
  skipped: z.int(),
  failed: z.int(),
  /** Nobody knows yet whether the provider took them. */
  unresolved: z.int(),
});
export type RunCounts = z.infer<typeof RunCounts>;

/** How a run found those who are likeliest to respond; where it could not, everybody of the audience is meant. */
export const RunTargeting = z.object({
  status: z.enum(['ranked', 'no-champion', 'no-answer', 'too-few']),
  /** Of the model that ranked. */
  modelVersion: z.string().optional(),
  /** Customers of the audience who were scored to find the threshold, at most a sample of them. */
  scored: z.int(),
  /** Written to from this probability of a response on. */
  threshold: z.number().optional(),
  /** Somebody's score was asked for later and did not come: they were written to as if nobody ranked. */
  isPartial: z.boolean().default(false),
});
export type RunTargeting = z.infer<typeof RunTargeting>;

export const CampaignRun = z.object({
  runId: RunId,
  version: z.int(),
  trigger: z.enum(['demand', 'schedule']),
  status: z.enum(['running', 'done', 'failed']),
  startedAt: z.iso.datetime(),
  endedAt: z.iso.datetime().optional(),
  ...FailureTold.shape,
  counts: RunCounts.optional(),
  targeting: RunTargeting.optional(),
  /** The last time that the provider told of a message of this run. */
  toldAt: z.iso.datetime().optional(),
});
export type CampaignRun = z.infer<typeof CampaignRun>;

export const CampaignPage = pageOf(Campaign);
export const CampaignView = Campaign.extend({
  runs: z.array(CampaignRun),
  versions: z.array(z.object({ version: z.int(), name: z.string(), at: z.iso.datetime() })),
});
export type CampaignView = z.infer<typeof CampaignView>;

/** What the champion of effectiveness said of one customer, and the chance that they had of what came of it. */
export const ResponseScore = z.object({ score: z.number(), propensity: z.number() });
export type ResponseScore = z.infer<typeof ResponseScore>;

export const MessageStatus = z.enum(['claimed', 'sent', 'held', 'held-out', 'skipped', 'failed']);
export type MessageStatus = z.infer<typeof MessageStatus>;

/** Why somebody got nothing, or has to wait. */
export const MessageReason = z.enum([...SkipReason.options, 'left-audience', 'quiet-hours', 'not-taken']);
export type MessageReason = z.infer<typeof MessageReason>;

/** One customer in one run: what was decided and what came of it. The key of it is the promise of "once". */
export const Message = z.object({
  shop: ShopId,
  campaignId: CampaignId,
  version: z.int(),
  runId: RunId,
  /** A pseudonym. */
  customer: z.string(),
  /** Null where the customer was refused before an arm was drawn. */
  arm: z.enum(['treated', 'holdout']).nullable(),
  holdout: z.enum(['shop', 'campaign']).optional(),
  status: MessageStatus,
  /** A MessageReason; what is read may be of a later version. */
  reason: z.string().optional(),
  channel: ChannelKind,
  language: Language,
  /** When the customer came into the run; outcomes count from here in both arms. */
  at: z.iso.datetime(),
  claimedAt: z.iso.datetime().optional(),
  sentAt: z.iso.datetime().optional(),
  heldUntil: z.iso.datetime().optional(),
  deliveredAt: z.iso.datetime().optional(),
  openedAt: z.iso.datetime().optional(),
  machineOpenedAt: z.iso.datetime().optional(),
  clickedAt: z.iso.datetime().optional(),
  clickedItem: z.string().optional(),
  slate: z.array(z.string()).default([]),
  response: ResponseScore.optional(),
  /** It counts towards the caps of its customer, from its first claim on. */
  isCounted: z.boolean().default(false),
  /** Subject, HTML and text as they were sent, under the customer's own key. */
  sealed: z.string().optional(),
  revision: z.int(),
});
export type Message = z.infer<typeof Message>;

export const messageIdOf = ({ campaignId, runId, customer }: Pick<Message, 'campaignId' | 'runId' | 'customer'>) =>
  `${campaignId}.${runId}.${customer}`;

export const RenderedMessage = z.object({ subject: z.string(), html: z.string(), text: z.string() });
export type RenderedMessage = z.infer<typeof RenderedMessage>;

export const MessageSummary = Message.omit({ sealed: true, shop: true, revision: true, isCounted: true }).extend({
  messageId: z.string(),
});
export const MessagePage = pageOf(MessageSummary);
export type MessagePage = z.infer<typeof MessagePage>;
export const MessageView = MessageSummary.extend({ content: RenderedMessage.nullable() });
export type MessageView = z.infer<typeof MessageView>;

export const CampaignPath = z.object({ campaignId: CampaignId });
export const MessagePath = CampaignPath.extend({ runId: RunId, customer: z.string().min(1).max(64) });
export const MessagesQuery = z.object({
  runId: RunId.optional(),
  limit: z.coerce.number().int().min(1).max(100).default(25),
  cursor: z.string().min(1).max(2_000).optional(),
});

/** The audience of a segment that need not be saved: counted as it is typed. */
export const AudienceRequest = z.strictObject({ segment: z.string().trim().min(1).max(4_000).optional() });
export const Audience = z.object({
  /** Of those looked at. */
  matched: z.int(),
  looked: z.int(),
  /** False where the shop has more customers than are looked at while somebody waits: `estimate` then tells of all. */
  isWhole: z.boolean(),
  /** How many of how many customers are meant, each with its 95 % interval; null where all were counted. */
  estimate: z.object({ matched: Interval, customers: Interval }).nullable(),
});
export type Audience = z.infer<typeof Audience>;

/** Where the audience is estimated, so is each number below it. */
export const DryRunReport = Audience.extend({
  wouldSend: z.int(),
  heldOut: z.int(),
  held: z.int(),
  skipped: z.record(z.string(), z.int()),
  /** Share of those above that the campaign means, where it is for the likeliest to respond; numbers are before it. */
  targetShare: z.number().nullable(),
  /** What SES asks for this many, in US dollars; 0 for other channels. */
  costUsd: z.number(),
  /** Customers more that would have to order for the interval to leave zero out, at this size. */
  detectable: z.number().nullable(),
});
export type DryRunReport = z.infer<typeof DryRunReport>;

export const PreviewRequest = z.strictObject({
  definition: CampaignDefinition.optional(),
  /** Whose view of it; without one an example without a history. */
  customerId: z.string().trim().min(1).max(256).optional(),
});
export const Preview = z.object({ en: RenderedMessage, zh: RenderedMessage });
export type Preview = z.infer<typeof Preview>;

export const TestSendRequest = z.strictObject({ email: z.email().max(254), language: Language.default('en') });
export const TestSendReceipt = z.object({ providerId: z.string() });

export const RunReceipt = z.object({ runId: RunId });
export type RunReceipt = z.infer<typeof RunReceipt>;

/** `share` is of those who ordered, with its 95 % interval; null where nobody is measured yet. */
const Arm = z.object({ customers: z.int(), ordered: z.int(), share: Interval.nullable() });

/** What a campaign did. The comparison counts everybody who was drawn, written to or not. */
export const CampaignReport = z.object({
  campaignId: CampaignId,
  attributionDays: z.int(),
  funnel: z.object({
    audience: z.int(),
    skipped: z.record(z.string(), z.int()),
    heldOut: z.int(),
    held: z.int(),
    unresolved: z.int(),
    sent: z.int(),
    delivered: z.int(),
    opened: z.int(),
    machineOpened: z.int(),
    clicked: z.int(),
    ordered: z.int(),
  }),
  verdict: z.enum(['too-early', 'no-effect', 'effect', 'harm']),
  /** Customers whose window has passed, out of those drawn. */
  measured: z.object({ of: z.int(), done: z.int() }),
  treated: Arm,
  holdout: Arm,
  /** Customers who ordered and would not have, with the 95 % interval; null where it is too early. */
  incremental: Interval.nullable(),
  /** The same as a share of the treated. */
  lift: Interval.nullable(),
  /** False where the campaign has more messages than a report reads. */
  isWhole: z.boolean(),
});
export type CampaignReport = z.infer<typeof CampaignReport>;
