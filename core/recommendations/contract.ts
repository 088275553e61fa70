import * as z from 'zod';
import { ChosenItem } from '../decisions/contract.ts';

export const Surface = z.enum(['home', 'product', 'basket', 'search', 'email', 'chat']);
export type Surface = z.infer<typeof Surface>;

const id = z.string().trim().min(1).max(256);

export const GetRecommendationsQuery = z
  .object({
    customerId: id.optional(),
    anonymousId: id.optional(),
    /** A pseudonym, as the console's lists show it. */
    pseudonym: id.optional(),
    surface: Surface.default('home'),
    k: z.coerce.number().int().min(1).max(50).default(10),
    /** The product that is being looked at; it counts like a view and is never recommended. */
    itemId: id.optional(),
  })
  .refine(({ customerId, anonymousId, pseudonym }) => customerId ?? anonymousId ?? pseudonym, {
    path: ['customerId'],
    message: 'Say for whom: customerId, anonymousId, or both',
  });
export type GetRecommendationsQuery = z.infer<typeof GetRecommendationsQuery>;

export const RecommendedItem = ChosenItem.omit({ position: true }).extend({ title: z.string(), price: z.int() });
export type RecommendedItem = z.infer<typeof RecommendedItem>;

export const Recommendations = z.object({
  requestId: z.string(),
  surface: Surface,
  /** Version of the model that ordered the slate; the version of the candidate lists where no model answered. */
  modelVersion: z.string(),
  experimentArm: z.enum(['treated', 'holdout']),
  policy: z.string(),
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
});
export type PurchaseScores = z.infer<typeof PurchaseScores>;

const name = z.string().min(1);
export const GetRecommendationsEnv = z.object({
  SHOPS_TABLE_NAME: name,
  STATE_TABLE_NAME: name,
  ITEMS_TABLE_NAME: name,
  CANDIDATES_TABLE_NAME: name,
  MODELS_TABLE_NAME: name,
  DECISIONS_QUEUE_URL: name,
  SHOP_KEY_ID: name,
  RERANK_DEADLINE_MS: z.coerce.number().int().min(10).max(1_000).default(80),
});
export type GetRecommendationsEnv = z.infer<typeof GetRecommendationsEnv>;
