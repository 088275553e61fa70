import * as z from 'zod';
import { ChosenItem, SlateExperiment } from '../decisions/contract.ts';
import { listOfIds, Pseudonym } from '../platform/contract.ts';
import { SentFilterText } from './filter-text.ts';
import { RecipeName } from './recipe.ts';

export const Surface = z.enum(['home', 'product', 'basket', 'search', 'email', 'chat']);
export type Surface = z.infer<typeof Surface>;

const id = z.string().trim().min(1).max(256);

/** For whom: at least one of the three. */
export const Whom = z.object({
  customerId: id.optional(),
  anonymousId: id.optional(),
  pseudonym: Pseudonym.optional().describe("As the console's lists show it."),
});
export type Whom = z.infer<typeof Whom>;
export const isSomebody = ({ customerId, anonymousId, pseudonym }: Whom): boolean =>
  [customerId, anonymousId, pseudonym].some((name) => name !== undefined);
export const NOBODY = {
  path: ['customerId'],
  message: 'Say for whom: customerId, anonymousId, or both',
  params: { code: 'for-nobody' },
};

/** A name that is not known is refused: a misspelt `filter` would else let everything through. */
export const GetRecommendationsQuery = z
  .strictObject({
    ...Whom.shape,
    surface: Surface.default('home'),
    k: z.coerce.number().int().min(1).max(50).default(10).describe('How many items at most.'),
    itemId: id
      .optional()
      .describe('The product that is being looked at; it counts like a view and is never recommended.'),
    itemIds: listOfIds(100)
      .optional()
      .describe(
        'Items to put in order, for a recipe whose base is `rerank`: ids with commas between them, a hundred at most.',
      ),
    recipe: RecipeName.optional().describe(
      "Absent, the surface's experiment decides where one runs; where none does it is `rerank` if `itemIds` are named, else `for-you`.",
    ),
    /** Must hold besides the recipe's own filter. */
    filter: SentFilterText.optional(),
    /** A recommender is asked once more for each such item; candidate lists say it always. */
    counterfactuals: z
      .enum(['true', 'false'])
      .default('false')
      .describe(
        'Whether to say of each item what its place would be without the item of the customer that led to it. It takes longer: for people who look and not for pages.',
      )
      .transform((said) => said === 'true'),
  })
  .refine(isSomebody, NOBODY);
export type GetRecommendationsQuery = z.infer<typeof GetRecommendationsQuery>;

export const RecommendedItem = ChosenItem.omit({ position: true }).extend({ title: z.string(), price: z.int() });
export type RecommendedItem = z.infer<typeof RecommendedItem>;

export const Recommendations = z.object({
  requestId: z.string(),
  surface: Surface,
  modelVersion: z
    .string()
    .describe(
      'Version of the model that ordered the slate; the version of the candidate lists where no model answered; both of two recipes.',
    ),
  experimentArm: z.enum(['treated', 'holdout']),
  policy: z
    .string()
    .describe(
      'What ordered the slate: `champion/<scorer>`, `recommender/<scorer>`, `given` where items keep the order in which the request names them, or the lists by the source of their best item, `none` where they had nothing; `holdout-popular` for the holdout.',
    ),
  candidatesFrom: z
    .string()
    .optional()
    .describe(
      'Where the candidates came from: `recommender/blend@<version>`, `lists@<version>` where no recommender answered, or `request` where it named them.',
    ),
  recipe: z
    .string()
    .optional()
    .describe('Name and version of what chose: `for-you@3`. The holdout sees what is popular whatever the recipe.'),
  experiment: SlateExperiment.optional(),
  hasUnseen: z
    .literal(true)
    .optional()
    .describe(
      'Said where a filter, of recipe, request or promotion, found too few items and others that were not looked at may meet it: the catalogue is larger than what is looked through.',
    ),
  items: z.array(RecommendedItem),
});
export type Recommendations = z.infer<typeof Recommendations>;

/** What `recommender.train` writes and `publish-candidates` puts where requests find it. */
export const NeighbourLine = z.object({
  itemId: z.string(),
  neighbours: z.array(z.object({ itemId: z.string(), score: z.number(), support: z.number() })).max(100),
});
export type NeighbourLine = z.infer<typeof NeighbourLine>;
export const PopularItem = z.object({ itemId: z.string(), score: z.number() });
export type PopularItem = z.infer<typeof PopularItem>;
/** By what factor an item's popularity differs with customers of whom a thing is said. */
export const AttributeLine = z.object({
  attribute: z.string(),
  value: z.string(),
  customers: z.int(),
  lifts: z.array(z.object({ itemId: z.string(), lift: z.number().positive() })).max(300),
});
export type AttributeLine = z.infer<typeof AttributeLine>;

/** What the purchase model's endpoint is asked. */
export const PurchaseScoringRequest = z.object({
  requests: z
    .array(
      z.object({
        at: z.iso.datetime(),
        history: z.array(
          z.object({
            itemId: z.string(),
            kind: z.enum(['view', 'add', 'purchase']),
            at: z.iso.datetime(),
            price: z.int().optional(),
            quantity: z.int().optional(),
          }),
        ),
        candidates: z
          .array(z.object({ itemId: z.string() }))
          .min(1)
          .max(200),
        /** Items that are newer than the model, by id. */
        items: z
          .record(
            z.string(),
            z.object({
              title: z.string(),
              description: z.string(),
              category: z.array(z.string()),
              brand: z.string(),
              price: z.int(),
            }),
          )
          .optional(),
      }),
    )
    .min(1)
    .max(16),
});
export type PurchaseScoringRequest = z.infer<typeof PurchaseScoringRequest>;

/** Purchase probabilities in the order of the candidates. */
export const PurchaseScores = z.object({
  modelVersion: z.string(),
  scorer: z.string(),
  scores: z.array(z.array(z.number().min(0).max(1))),
  /**
   * Places of the candidates that nobody had met when the model was made: it can put them in order among themselves, but
   * not beside others. Absent where the endpoint runs a container from before this was told.
   */
  unmet: z.array(z.array(z.int().nonnegative())).optional(),
});
export type PurchaseScores = z.infer<typeof PurchaseScores>;

const name = z.string().min(1);
/** What it takes to make a slate; a preview needs no more. */
export const SlateEnv = z.object({
  SHOPS_TABLE_NAME: name,
  STATE_TABLE_NAME: name,
  ITEMS_TABLE_NAME: name,
  CANDIDATES_TABLE_NAME: name,
  MODELS_TABLE_NAME: name,
  SHOP_KEY_ID: name,
  RERANK_DEADLINE_MS: z.coerce.number().int().min(10).max(1_000).default(80),
  RECOMMEND_DEADLINE_MS: z.coerce.number().int().min(10).max(1_000).default(80),
});
export type SlateEnv = z.infer<typeof SlateEnv>;

export const GetRecommendationsEnv = SlateEnv.extend({ RECIPES_TABLE_NAME: name, DECISIONS_QUEUE_URL: name });
export type GetRecommendationsEnv = z.infer<typeof GetRecommendationsEnv>;
