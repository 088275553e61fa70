import * as z from 'zod';

/** A family, a scorer, a candidate: names that containers choose. No rule here knows any of them. */
export const Name = z.string().regex(/^[a-z][a-z0-9-]{0,40}$/);

/** What a shop's events teach. Each has a plan in cdk.json, a champion and a gate of its own. */
export const ModelName = z.enum(['purchase', 'recommender', 'generator', 'intents', 'effectiveness']);
export type ModelName = z.infer<typeof ModelName>;
