import * as z from 'zod';
import { GetCustomerQuery } from '../customers/contract.ts';
import { ExperimentKind, Reward } from '../experiments/contract.ts';
import { PageQuery, pageOf, ShopId } from '../platform/contract.ts';

/**
 * `history` is the customer's own, `given` came with the request, `promotion` was brought in by a rule, `catalogue` was
 * looked up because a filter asks for it and neither model nor lists know it, `similar-text` and
 * `similar-picture` are items that nobody had met when the recommender was trained and that read or look like something fitting.
 * `popular-alike` is popular with customers of whom the same is said; `new` is newer than the lists that it stands in.
 */
export const Source = z.enum([
  ...(['champion', 'recommender', 'similar-text', 'similar-picture', 'co-visitation', 'popular'] as const),
  ...(['bought-together', 'trending', 'on-sale', 'history', 'given', 'promotion'] as const),
  ...(['popular-alike', 'new', 'catalogue'] as const),
]);
export type Source = z.infer<typeof Source>;

/** Customers who share the value of an attribute, which is not told, and how many they are. */
export const CustomerGroup = z.object({ attribute: z.string(), customers: z.int() });
export type CustomerGroup = z.infer<typeof CustomerGroup>;

/**
 * A reason that a person can read, with the items it rests on; true of the data that chose the item. `viewed-together` is
 * said of items that customers met near each other, whatever they did with them, `bought-together` of items of one order.
 */
export const Reason = z.object({
  code: z.enum([
    ...(['viewed-together', 'bought-together', 'popular', 'popular-alike', 'explored', 'suggested'] as const),
    ...(['reads-like', 'looks-like', 'new', 'trending', 'reduced', 'fits-filter'] as const),
    ...(['bought-before', 'viewed-before', 'saved-before', 'reviewed-before', 'in-basket'] as const),
    ...(['given', 'promoted', 'counterfactual'] as const),
  ]),
  text: z.object({ en: z.string(), zh: z.string() }),
  evidence: z.array(z.object({ itemId: z.string(), at: z.string().optional() })),
  group: CustomerGroup.optional().describe('The customers it rests on.'),
});
export type Reason = z.infer<typeof Reason>;

/**
 * What the next best action does about its item: pay for what lies in the basket, add what goes with it, look again at
 * what was viewed and left, buy again what was bought, or meet something new.
 */
export const NextAction = z.enum(['finish-basket', 'extend-basket', 'look-again', 'buy-again', 'discover']);
export type NextAction = z.infer<typeof NextAction>;

export const ChosenItem = z.object({
  itemId: z.string(),
  position: z.int(),
  source: Source,
  score: z.number().describe('In the scale of whoever ordered the slate: a probability, or a worth beside the others.'),
  propensity: z
    .number()
    .describe(
      'Probability that the policy puts this item on its position, given the items above it; 1 where nothing was drawn.',
    ),
  reasons: z.array(Reason).min(1),
  action: NextAction.optional().describe('Of the recipe `next-best-action`.'),
  team: z.string().optional().describe('Of an interleaved slate: the recipe whose item this is.'),
});
export type ChosenItem = z.infer<typeof ChosenItem>;

/** Which of several recipes chose, where an experiment runs, and with what probability that one did. */
export const SlateExperiment = z.object({
  name: z.string(),
  kind: ExperimentKind,
  arm: z.string().describe('Name of the recipe; of an interleaved slate, the names of both.'),
  propensity: z.number(),
  drawnFrom: z
    .array(z.string())
    .readonly()
    .optional()
    .describe(
      'All recipes that could be drawn: under one name they may change, and only what was drawn from the same is compared.',
    ),
  reward: Reward.optional().describe('What it counts as a reward.'),
});
export type SlateExperiment = z.infer<typeof SlateExperiment>;

/** What was chosen for whom, and why. Joined with later events it becomes an outcome. */
export const Decision = z.object({
  requestId: z.string(),
  shop: ShopId,
  /** A pseudonym. */
  customer: z.string(),
  isKnown: z.boolean(),
  kind: z.literal('slate'),
  surface: z.string(),
  at: z.iso.datetime(),
  experimentArm: z.enum(['treated', 'holdout']),
  /** Of two recipes that differ in it, both, as in `policy`: `m1+candidates-v1`. */
  modelVersion: z.string(),
  policy: z.string(),
  /** `recommender/blend@<version>`, `lists@<version>`, or `request`, which named what to put in order. */
  candidatesFrom: z.string().optional(),
  /** Name and version, `for-you@3`. */
  recipe: z.string().optional(),
  experiment: SlateExperiment.optional(),
  /** Of a slate of an A/B test: the pseudonym that drew its recipe. */
  drawnAs: z.string().optional(),
  /** Of a known customer's first such slate: that pseudonym draws theirs from now on. */
  isFirstDraw: z.literal(true).optional(),
  /** What could have been chosen: the pool after rules, best first, a hundred of each recipe and whatever was chosen. */
  candidates: z.array(z.object({ itemId: z.string(), score: z.number(), source: Source })).max(250),
  chosen: z.array(ChosenItem).max(50),
});
export type Decision = z.infer<typeof Decision>;

/** Whether somebody was written to by a campaign, and why not. Later rows of one `requestId` tell how it went on. */
export const MessageDecision = z.object({
  requestId: z.string(),
  shop: ShopId,
  /** A pseudonym. */
  customer: z.string(),
  isKnown: z.literal(true),
  kind: z.literal('message'),
  /** The channel. */
  surface: z.string(),
  at: z.iso.datetime(),
  /** Null where the customer was refused before an arm was drawn. */
  experimentArm: z.enum(['treated', 'holdout']).nullable(),
  holdout: z.enum(['shop', 'campaign']).optional(),
  modelVersion: z.string(),
  policy: z.string(),
  campaignId: z.string(),
  runId: z.string(),
  status: z.string(),
  reason: z.string().optional(),
  language: z.string(),
  propensity: z.number(),
  /** Probability of a response, where a model was asked. */
  score: z.number().optional(),
  slate: z.array(z.string()),
});
export type MessageDecision = z.infer<typeof MessageDecision>;

/** What the chat did with a message: service, which holdout customers get like all others. The words are in the conversation. */
export const ReplyDecision = z.object({
  /** That of the reply's message. */
  requestId: z.string(),
  shop: ShopId,
  /** A pseudonym; of a visitor who did not sign in, the conversation. */
  customer: z.string(),
  isKnown: z.boolean(),
  kind: z.literal('reply'),
  surface: z.literal('chat'),
  at: z.iso.datetime(),
  /** Null for a visitor, who is in no arm. */
  experimentArm: z.enum(['treated', 'holdout']).nullable(),
  /** Of the intent model, where one had a say. */
  modelVersion: z.string(),
  /** `rules`, or `knowledge` where sentences of the shop were weighed. */
  policy: z.string(),
  conversationId: z.string(),
  action: z.string(),
  reason: z.string(),
  confidence: z.number(),
  /** Nothing is drawn. */
  propensity: z.literal(1),
  intent: z.object({ name: z.string(), probability: z.number(), isKnown: z.boolean() }).optional(),
  tool: z.object({ name: z.string(), orderIds: z.array(z.string()).optional() }).optional(),
  citations: z.array(z.object({ documentId: z.string(), version: z.string() })),
  /** Sentences that could have been quoted, best first. */
  candidates: z.array(z.object({ documentId: z.string(), place: z.int(), score: z.number() })).max(20),
});
export type ReplyDecision = z.infer<typeof ReplyDecision>;

/** Everything that the queue of decisions carries. */
export const AnyDecision = z.discriminatedUnion('kind', [Decision, MessageDecision, ReplyDecision]);
export type AnyDecision = z.infer<typeof AnyDecision>;

/** A decision as it is looked at afterwards: without the pool it was chosen from. */
export const LoggedDecision = z.discriminatedUnion('kind', [
  Decision.omit({ candidates: true }),
  MessageDecision,
  ReplyDecision.omit({ candidates: true }),
]);
export type LoggedDecision = z.infer<typeof LoggedDecision>;

export const DecisionPage = pageOf(LoggedDecision);
export type DecisionPage = z.infer<typeof DecisionPage>;

/** Whose decisions: the id in the path is read as `by` says, as everywhere with customers. */
export const ListDecisionsQuery = PageQuery.extend(GetCustomerQuery.shape);
export type ListDecisionsQuery = z.infer<typeof ListDecisionsQuery>;

const name = z.string().min(1);
export const LogDecisionsEnv = z.object({
  DECISIONS_TABLE_NAME: name,
  RECIPES_TABLE_NAME: name,
  STATE_TABLE_NAME: name,
  LAKE_BUCKET_NAME: name,
});
export type LogDecisionsEnv = z.infer<typeof LogDecisionsEnv>;
export const ListDecisionsEnv = z.object({ SHOPS_TABLE_NAME: name, DECISIONS_TABLE_NAME: name, SHOP_KEY_ID: name });
export type ListDecisionsEnv = z.infer<typeof ListDecisionsEnv>;
export const DecisionsQueueEnv = z.object({ DECISIONS_QUEUE_URL: name });
export type DecisionsQueueEnv = z.infer<typeof DecisionsQueueEnv>;
