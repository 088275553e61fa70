import * as z from 'zod';

const RecipeName = z.string().min(1).max(48);

/** A recipe that takes part. */
export const ExperimentArm = z.strictObject({
  recipe: RecipeName,
  weight: z
    .int()
    .min(1)
    .max(100)
    .default(1)
    .describe('Its part of the customers in an A/B test, next to the weights of the others.'),
  shown: z
    .int()
    .min(0)
    .default(0)
    .describe(
      'What a bandit is told to know before it begins: how often this recipe was shown, and how many of those were rewarded. What it counts by itself is added to that.',
    ),
  rewarded: z.int().min(0).default(0),
});
export type ExperimentArm = z.infer<typeof ExperimentArm>;

export const ExperimentKind = z.enum(['ab', 'interleaving', 'bandit']);
export type ExperimentKind = z.infer<typeof ExperimentKind>;

/** What a slate is rewarded by, or by anything deeper: a click or view of one of its items, a basket, an order. */
export const Reward = z.enum(['click', 'add', 'purchase']);
export type Reward = z.infer<typeof Reward>;

/**
 * Recipes that compete for a surface among the treated; the holdout stays out of it. `ab` gives each customer one recipe for
 * good, `interleaving` shows both in one slate under the caps and `maxSlots` of both, `bandit` draws one for each slate by
 * what was rewarded.
 */
export const SlateExperimentDraft = z
  .strictObject({
    name: z
      .string()
      .regex(/^[a-z0-9][a-z0-9-]{0,47}$/, 'an experiment is named by lower-case letters, digits and hyphens'),
    kind: ExperimentKind,
    isRunning: z.boolean().default(true),
    arms: z.array(ExperimentArm).min(2).max(10),
    policy: z.enum(['thompson', 'ucb', 'epsilon-greedy']).default('thompson'),
    reward: Reward.default('click'),
    epsilon: z
      .number()
      .min(0.01)
      .max(1)
      .default(0.05)
      .describe(
        'Of a bandit: the share of slates whose recipe is drawn evenly, so that every arm keeps a known chance.',
      ),
  })
  .refine(({ arms }) => new Set(arms.map(({ recipe }) => recipe)).size === arms.length, {
    path: ['arms'],
    message: 'Each recipe takes part once',
    params: { code: 'takes-part-twice' },
  })
  .refine(({ kind, arms }) => kind !== 'interleaving' || arms.length === 2, {
    path: ['arms'],
    message: 'Two recipes are interleaved',
    params: { code: 'not-two-interleaved' },
  })
  .superRefine(({ arms }, refinement) => {
    for (const [index, { shown, rewarded }] of arms.entries()) {
      if (rewarded <= shown) continue;
      const wrong = { message: 'More were rewarded than shown', params: { code: 'rewarded-above-shown' } };
      refinement.addIssue({ code: 'custom', path: ['arms', index, 'rewarded'], ...wrong });
    }
  });
export type SlateExperimentDraft = z.infer<typeof SlateExperimentDraft>;

/** With the ends of its 95 % interval. */
export const Interval = z.object({ value: z.number(), low: z.number(), high: z.number() });
export type Interval = z.infer<typeof Interval>;

/** What became of the slates that a recipe chose, or took part in, each slate once. */
export const CountedRecipe = z.object({
  recipe: z.string(),
  shown: z.int(),
  customers: z
    .int()
    .optional()
    .describe(
      'Of an A/B test that counts everybody: people who were given it, each once, and the share of them that its weight says.',
    ),
  plannedShare: z.number().optional(),
  rewarded: z
    .int()
    .describe(
      "Slates that were rewarded; of an interleaving, those in which more of this recipe's items were than of the other's.",
    ),
  share: Interval.nullable().describe(
    'The rewarded of the shown, each slate weighed by how unlikely its recipe was; null where none was shown.',
  ),
});
export type CountedRecipe = z.infer<typeof CountedRecipe>;

/** A recipe next to the first one. `effect` is for the better, `harm` for the worse. */
export const RecipeComparison = z.object({
  recipe: z.string(),
  against: z.string(),
  difference: Interval.nullable().describe(
    'By how much the rewarded share differs; of an interleaving, by how much the share that the recipe won of the slates which either won is above one half. Null where there is nothing to compare, or nothing that could be.',
  ),
  verdict: z
    .enum(['too-early', 'no-effect', 'effect', 'harm', 'mismatch'])
    .describe(
      '`mismatch` where customers did not fall to the recipes as planned: whatever lost some of them may make the difference too.',
    ),
});
export type RecipeComparison = z.infer<typeof RecipeComparison>;
