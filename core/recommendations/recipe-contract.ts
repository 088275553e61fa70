import * as z from 'zod';
import { CountedRecipe, RecipeComparison, SlateExperimentDraft } from '../experiments/contract.ts';
import { PageQuery, pageOf } from '../platform/contract.ts';
import { isSomebody, NOBODY, Recommendations, RecommendedItem, Surface, Whom } from './contract.ts';
import { noSlateOf, ORDERS_NONE, ordersItems } from './needed-items.ts';
import { Recipe, RecipeDraft, RecipeName } from './recipe.ts';

export const RecipeList = z.object({ data: z.array(Recipe) });
export type RecipeList = z.infer<typeof RecipeList>;

export const RecipePath = z.object({ name: RecipeName });
/** It has none: a condition that nobody reads must not be passed over. */
export const PutRecipeQuery = z.strictObject({});
export const GetRecipeQuery = z.object({ version: z.coerce.number().int().min(0).optional() });
/** `unknown`: the shop has no such recipe, or none any more. */
export const DeleteRecipeResponse = z.object({ name: RecipeName, status: z.enum(['deleted', 'unknown']) });
export type DeleteRecipeResponse = z.infer<typeof DeleteRecipeResponse>;
export const ListRecipeVersionsQuery = PageQuery;
export const RecipeVersionPage = pageOf(Recipe);
export type RecipeVersionPage = z.infer<typeof RecipeVersionPage>;

export const PreviewRecipeRequest = z
  .strictObject({
    ...Whom.shape,
    recipe: RecipeDraft,
    surface: Surface.default('home'),
    k: z.int().min(1).max(50).default(10),
    itemId: z.string().trim().min(1).max(256).optional(),
    itemIds: z.array(z.string().min(1).max(256)).min(1).max(100).optional(),
  })
  .refine(isSomebody, NOBODY)
  .superRefine(({ recipe, ...named }, refinement) => {
    const isPassedOver = named.itemIds !== undefined && !ordersItems(recipe.base);
    const refused = noSlateOf(recipe.base, named) ?? (isPassedOver ? ORDERS_NONE : undefined);
    if (!refused) return;
    const { field, detail, code } = refused;
    const path = field === 'recipe' ? ['recipe', 'base'] : [field];
    refinement.addIssue({ code: 'custom', path, message: detail, params: { code } });
  });
export type PreviewRecipeRequest = z.infer<typeof PreviewRecipeRequest>;

/** How good a slate is in the eyes of what ranked it: 1 is the best slate that it could have made. */
export const RankingQuality = z.object({ ndcg: z.number(), meanScore: z.number() });
export type RankingQuality = z.infer<typeof RankingQuality>;

export const PreviewedItem = RecommendedItem.extend({
  unruledPosition: z
    .int()
    .optional()
    .describe('Place without any rule, from 1; absent where the rules alone brought it in.'),
});

/** What one rule does to this slate: the slate with all rules next to the one with all but this. */
export const RuleEffect = z.object({
  pointer: z.string().describe('JSON pointer into the draft: `#/boosts/0`.'),
  name: z.string(),
  brought: z.array(z.string()),
  removed: z.array(z.string()),
  moved: z.int().describe('Items that stand in both, at another place.'),
  cost: RankingQuality.describe('Quality that the rule costs; below 0 where it helps.'),
});
export type RuleEffect = z.infer<typeof RuleEffect>;

export const RecipePreview = z.object({
  modelVersion: z.string(),
  policy: z.string(),
  experimentArm: z.enum(['treated', 'holdout']),
  hasUnseen: Recommendations.shape.hasUnseen,
  items: z.array(PreviewedItem),
  unruled: z.array(RecommendedItem).describe('What would be shown without filter, promotions, boosts and caps.'),
  quality: RankingQuality,
  rules: z.array(RuleEffect),
});
export type RecipePreview = z.infer<typeof RecipePreview>;

export const SurfacePath = z.object({ surface: Surface });
export const SurfaceExperiment = z.object({
  surface: Surface,
  revision: z.int().describe('How often something else was set on this surface, as its `ETag` says too.'),
  experiment: SlateExperimentDraft.nullable(),
  counted: z
    .array(CountedRecipe)
    .optional()
    .describe('What was counted since it began under this name and kind, in the order of its recipes.'),
  isSplitAsPlanned: z
    .boolean()
    .optional()
    .describe(
      'Of an A/B test: whether its customers fell to the recipes by their weights, but for chance. Nothing is said where slates were shown under its name before customers were counted, or by another test of that name.',
    ),
  comparisons: z.array(RecipeComparison).optional().describe('Each recipe but the first, next to the first.'),
});
export type SurfaceExperiment = z.infer<typeof SurfaceExperiment>;

const name = z.string().min(1);
export const RecipesEnv = z.object({ RECIPES_TABLE_NAME: name });
export type RecipesEnv = z.infer<typeof RecipesEnv>;
