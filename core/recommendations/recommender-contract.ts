import * as z from 'zod';

export const MOST_RETRIEVED = 500;

/** Of items that are newer than the model, so many come with one question; the container refuses more. */
export const MOST_NEW_ITEMS = 200;

const id = z.string().min(1).max(256);

/** What the recommender's endpoint is asked: what somebody did, and what may not come back. */
export const RecommenderRequest = z.strictObject({
  /** In any order; what lies before a pause of 30 days is left out. */
  events: z
    .array(
      z.strictObject({
        itemId: id,
        kind: z.string(),
        at: z.iso.datetime(),
        /**
         * What it counts for beside the others; each counted alike when the model learned. What a model sums over the items of
         * somebody is multiplied by it; models of order read none. Where all weigh the same it says nothing.
         *
         * @default 1
         */
        weight: z.number().positive().optional(),
      }),
    )
    .max(1_000),
  k: z.int().min(1).max(MOST_RETRIEVED),
  exclude: z.array(id).max(100_000).optional(),
  /** The only items that may come back. */
  mask: z.array(id).max(100_000).optional(),
  /** Breaks ties between items that the model holds for equal. */
  seed: z.int().min(0).max(2_147_483_647).optional(),
  /** Texts of items that may be newer than the model, MOST_NEW_ITEMS at most. */
  items: z
    .record(
      id,
      z.strictObject({
        title: z.string(),
        brand: z.string(),
        description: z.string(),
        category: z.array(z.string()),
        attributes: z.record(z.string(), z.string()).optional(),
      }),
    )
    .optional(),
});
export type RecommenderRequest = z.infer<typeof RecommenderRequest>;

/** Candidates, best first. `evidence` is the item that led here: the customer's own, or what a new item reads like. */
export const RecommenderAnswer = z.object({
  modelVersion: z.string(),
  scorer: z.string(),
  candidates: z
    .array(z.object({ itemId: z.string(), score: z.number(), source: z.string(), evidence: z.array(z.string()) }))
    .max(MOST_RETRIEVED),
});
export type RecommenderAnswer = z.infer<typeof RecommenderAnswer>;
