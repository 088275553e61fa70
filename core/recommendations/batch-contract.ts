import * as z from 'zod';
import { PageQuery, pageOf, ShopId } from '../platform/contract.ts';
import { FailureTold } from '../platform/fault.ts';
import { Recommendations, SlateEnv, Surface } from './contract.ts';
import { FilterText, SentFilterText } from './filter-text.ts';
import { RecipeName, UNNAMED_RECIPE } from './recipe.ts';

export const SlateBatchId = z.string().regex(/^[0-9a-z]{26}$/, 'a batch id has 26 lower-case letters and digits');
export type SlateBatchId = z.infer<typeof SlateBatchId>;

const itemId = z.string().trim().min(1).max(256);

const requestWith = (filter: typeof FilterText) =>
  z.discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('slates'),
      recipe: RecipeName.default(UNNAMED_RECIPE.slates),
      surface: Surface.default('email'),
      k: z.int().min(1).max(50).default(10),
      /** Must hold besides the recipe's own filter, as with a single slate. */
      filter: filter.optional(),
    }),
    z.strictObject({
      kind: z.literal('customers'),
      recipe: RecipeName.default(UNNAMED_RECIPE.customers).describe('Its base is `user-segment`.'),
      itemIds: z.array(itemId).min(1).max(50),
      size: z.int().min(1).max(10_000).default(1_000).describe('How many customers.'),
      /** An item counts for a customer only where it holds, and the recipe's own; whom that leaves no item is not in the file. */
      filter: filter.optional(),
    }),
  ]);
/** `slates`: items for every known customer. `customers`: those who are likeliest to buy one of some items. */
export const StartSlateBatchRequest = requestWith(SentFilterText);
export type StartSlateBatchRequest = z.infer<typeof StartSlateBatchRequest>;
export const StartSlateBatchResponse = z.object({ batchId: SlateBatchId, status: z.literal('running') });

export const SlateBatch = z.object({
  shop: ShopId,
  batchId: SlateBatchId,
  request: requestWith(FilterText),
  recipeVersion: z
    .int()
    .min(0)
    .optional()
    .describe(
      'Of the recipe that the request names, as it stood then: all lines are made by it. Absent in batches of before this was kept.',
    ),
  status: z.enum(['running', 'done', 'failed']),
  startedAt: z.iso.datetime(),
  endedAt: z.iso.datetime().optional(),
  customers: z.int().optional().describe('Customers that were looked at so far.'),
  parts: z
    .object({ total: z.int(), done: z.int() })
    .optional()
    .describe('The customers are walked in parts of about one size. Absent in batches of before this was kept.'),
  found: z
    .int()
    .optional()
    .describe(
      'Of a batch of customers: how many are in its file `segment`. Absent until it is done, and in batches of before this was kept.',
    ),
  foundUnmet: z
    .int()
    .optional()
    .describe(
      'Of a batch of customers: how many are in its file `segment-unmet`, by items that nobody had met when the champion was made. Absent where there is no such file: where customers are found by such items alone, they are in `segment`.',
    ),
  location: z
    .string()
    .optional()
    .describe('Where its files lie, compressed JSON Lines under pseudonyms; they are forgotten after 30 days.'),
  files: z.int().optional(),
  ...FailureTold.shape,
});
export type SlateBatch = z.infer<typeof SlateBatch>;

/** How far a part of a batch is. */
export const SlateBatchPart = z.object({ customers: z.int().min(0), isDone: z.boolean() });
export type SlateBatchPart = z.infer<typeof SlateBatchPart>;

export const SlateBatchPage = pageOf(SlateBatch);
export const ListSlateBatchesQuery = PageQuery;

/** Name and version: `for-you@3`; absent in lines of before this was kept. */
const recipe = z.string().optional();

/** One customer's slate. `requestId`, sent back with an event, ties an outcome to it. */
export const SlateLine = z.object({
  customer: z.string(),
  requestId: z.string(),
  recipe,
  experimentArm: z.enum(['treated', 'holdout']),
  modelVersion: z.string(),
  candidatesFrom: z.string().optional(),
  hasUnseen: Recommendations.shape.hasUnseen,
  items: z.array(z.object({ itemId: z.string(), score: z.number(), source: z.string(), propensity: z.number() })),
});
export type SlateLine = z.infer<typeof SlateLine>;

/**
 * One customer of a segment: the item that they are likeliest to buy, or one not far behind that the recipe boosts, and how
 * likely the champion holds it. Beside items that somebody had met it knows nothing of others, so who may be shown both is
 * told twice, once of each kind.
 */
export const CustomerLine = z.object({
  customer: z.string(),
  itemId: z.string(),
  score: z.number(),
  recipe,
  experimentArm: z.enum(['treated', 'holdout']),
  modelVersion: z.string(),
  /** Nobody had met the item when the champion was made: the score compares with those of such items alone. */
  isUnmet: z.literal(true).optional(),
});
export type CustomerLine = z.infer<typeof CustomerLine>;

export const SlateBatchPath = z.object({ batchId: SlateBatchId });

const name = z.string().min(1);
export const SlateBatchesEnv = z.object({ RECIPES_TABLE_NAME: name });
export type SlateBatchesEnv = z.infer<typeof SlateBatchesEnv>;
export const StopSlateBatchEnv = SlateBatchesEnv.extend({ RECOMMEND_BATCH_STATE_MACHINE_ARN: name });
export type StopSlateBatchEnv = z.infer<typeof StopSlateBatchEnv>;
export const StartSlateBatchEnv = StopSlateBatchEnv.extend({
  ITEMS_TABLE_NAME: name,
  MODELS_TABLE_NAME: name,
  REQUESTS_TABLE_NAME: name,
});
export type StartSlateBatchEnv = z.infer<typeof StartSlateBatchEnv>;
export const WriteSlatePageEnv = SlateEnv.extend({
  RECIPES_TABLE_NAME: name,
  IDENTITIES_TABLE_NAME: name,
  DECISIONS_QUEUE_URL: name,
  ARTIFACTS_BUCKET_NAME: name,
});
export type WriteSlatePageEnv = z.infer<typeof WriteSlatePageEnv>;
export const EndSlateBatchEnv = SlateBatchesEnv.extend({ ARTIFACTS_BUCKET_NAME: name });
export type EndSlateBatchEnv = z.infer<typeof EndSlateBatchEnv>;
