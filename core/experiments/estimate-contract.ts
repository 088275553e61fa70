import * as z from 'zod';
import { PageQuery, pageOf, ShopId } from '../platform/contract.ts';
import { FailureTold, Fault } from '../platform/fault.ts';
import { Surface } from '../recommendations/contract.ts';
import { RecipeName } from '../recommendations/recipe.ts';
import { Interval, Reward, SlateExperimentDraft } from './contract.ts';

export const EstimateId = z.string().regex(/^[0-9a-z]{26}$/, 'an estimate id has 26 lower-case letters and digits');
export type EstimateId = z.infer<typeof EstimateId>;

/** Which recipe would serve whom; the same for both is that recipe alone. */
export const RecipePolicy = z.strictObject({
  known: RecipeName.describe('The recipe for customers who signed in.'),
  new: RecipeName.describe('The recipe for visitors of whom nobody knows who they are.'),
});
export type RecipePolicy = z.infer<typeof RecipePolicy>;

/** What policies would have earned, from what an experiment of the surface logged; each recipe that it drew is told anyway. */
export const StartEstimateRequest = z.strictObject({
  experiment: SlateExperimentDraft.shape.name
    .optional()
    .describe(
      'The A/B test or bandit whose slates are read; absent, the last that drew recipes for the surface. Where its recipes changed under its name, slates count from then on.',
    ),
  reward: Reward.optional().describe('What counts as a reward; absent, what the experiment counted.'),
  policies: z.array(RecipePolicy).max(20).default([]).describe('Of recipes that the experiment drew.'),
});
export type StartEstimateRequest = z.infer<typeof StartEstimateRequest>;
export const StartEstimateResponse = z.object({ estimateId: EstimateId, status: z.literal('running') });
export type StartEstimateResponse = z.infer<typeof StartEstimateResponse>;

/** Rewarded slates of all, with the ends of the 95 % interval; null where the log holds nothing of the policy. */
const value = Interval.nullable();

/** What one policy would have earned, by three estimators that fail in different ways. */
export const PolicyEstimate = z.object({
  known: z.string(),
  new: z.string(),
  ips: value.describe('Inverse propensity scores: right on average, and wide.'),
  snips: value.describe('The same, normalised by the weights.'),
  dr: value.describe('Doubly robust: a model of the reward, corrected by the log. The one that the verdict rests on.'),
  difference: value.describe('By how much `dr` lies above what the log itself earned, of the same slates.'),
  effectiveSampleSize: z.number().min(0).describe('Of how many slates of the policy itself the log is worth.'),
  effectiveCustomers: z.number().min(0).describe('Of how many customers of the policy itself the log is worth.'),
});
export type PolicyEstimate = z.infer<typeof PolicyEstimate>;

/** What the job read and found. */
export const EstimateFigures = z.object({
  experiment: z.string(),
  reward: Reward,
  from: z.iso.datetime({ offset: true }).describe('When the first slate was shown.'),
  to: z.iso.datetime({ offset: true }).describe('When the last one was.'),
  rows: z.int().min(0).describe('Slates for which the experiment drew a recipe.'),
  customers: z.int().min(0).describe('Whose slates these were.'),
  behaviour: Interval.describe('What the log itself earned: the rewarded slates of all.'),
  drawn: z.array(z.object({ recipe: z.string(), slates: z.int().min(0) })),
  policies: z.array(PolicyEstimate).describe('Each recipe that was drawn, alone; then the policies that were named.'),
});
export type EstimateFigures = z.infer<typeof EstimateFigures>;

/** What a log must hold before anything can be estimated from it, by what it lacks. */
const NOT_ESTIMATED = ['no-recipe-drawn', 'experiment-not-drawn', 'recipe-not-drawn', 'one-customer'] as const;

/** What the job writes: figures, or why there can be none, which is no fault of the job. */
export const EstimateAnswer = z.discriminatedUnion('status', [
  z.object({ status: z.literal('estimated'), ...EstimateFigures.shape }),
  z.object({ status: z.literal('refused'), says: Fault.extend({ code: z.enum(NOT_ESTIMATED) }) }),
]);
export type EstimateAnswer = z.infer<typeof EstimateAnswer>;

/** What a policy's interval says, next to what the experiment itself earned. */
export const PolicyVerdict = z.enum(['better', 'worse', 'unclear', 'too-little-overlap']);
export type PolicyVerdict = z.infer<typeof PolicyVerdict>;

export const JudgedPolicy = PolicyEstimate.extend({
  verdict: PolicyVerdict.describe(
    '`better` and `worse` where the whole interval of `difference` lies above or below 0; `too-little-overlap` where the log is worth too few customers of the policy to say so.',
  ),
});
export type JudgedPolicy = z.infer<typeof JudgedPolicy>;

export const Estimate = z.object({
  shop: ShopId,
  estimateId: EstimateId,
  surface: Surface,
  request: StartEstimateRequest,
  status: z.enum(['running', 'done', 'failed']),
  startedAt: z.iso.datetime(),
  endedAt: z.iso.datetime().optional(),
  found: EstimateFigures.extend({ policies: z.array(JudgedPolicy) }).optional(),
  ...FailureTold.shape,
});
export type Estimate = z.infer<typeof Estimate>;

export const EstimatePage = pageOf(Estimate);
export type EstimatePage = z.infer<typeof EstimatePage>;

export const EstimatesPath = z.object({ surface: Surface });
export const EstimatePath = EstimatesPath.extend({ estimateId: EstimateId });
export const ListEstimatesQuery = PageQuery;

const name = z.string().min(1);
export const EstimatesEnv = z.object({ RECIPES_TABLE_NAME: name });
export type EstimatesEnv = z.infer<typeof EstimatesEnv>;
export const StartEstimateEnv = EstimatesEnv.extend({
  REQUESTS_TABLE_NAME: name,
  ESTIMATE_POLICIES_STATE_MACHINE_ARN: name,
});
export type StartEstimateEnv = z.infer<typeof StartEstimateEnv>;
export const EndEstimateEnv = EstimatesEnv.extend({ ARTIFACTS_BUCKET_NAME: name });
export type EndEstimateEnv = z.infer<typeof EndEstimateEnv>;
