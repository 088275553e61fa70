import { SlateExperimentDraft } from '../../../core/experiments/contract.ts';

/** A new experiment as a form holds it; the first recipe is the one that the others are compared with. */
export interface ExperimentFields
  extends Pick<SlateExperimentDraft, 'name' | 'kind' | 'reward' | 'policy' | 'epsilon'> {
  readonly recipes: readonly string[];
  /** Of an A/B test, by recipe; 1 where nothing is said. */
  readonly weights: Readonly<Record<string, number>>;
}

export const blankFields: ExperimentFields = {
  name: '',
  kind: 'ab',
  reward: 'click',
  policy: 'thompson',
  epsilon: 0.05,
  recipes: [],
  weights: {},
};

/** What the API is told; undefined while it would refuse it. */
export function draftOf({ recipes, weights, ...fields }: ExperimentFields): SlateExperimentDraft | undefined {
  const arms = recipes.map((recipe) => ({ recipe, weight: fields.kind === 'ab' ? (weights[recipe] ?? 1) : 1 }));
  return SlateExperimentDraft.safeParse({ ...fields, arms }).data;
}

export const isNameGood = (name: string): boolean => SlateExperimentDraft.shape.name.safeParse(name).success;

/** Two are interleaved; of the others two to ten compete. */
export const areRecipesGood = ({ kind, recipes }: Pick<ExperimentFields, 'kind' | 'recipes'>): boolean =>
  kind === 'interleaving' ? recipes.length === 2 : recipes.length >= 2 && recipes.length <= 10;

/** Whether somebody has written what would be lost. */
export const isBegun = (fields: ExperimentFields): boolean => JSON.stringify(fields) !== JSON.stringify(blankFields);

/** What a form that somebody has begun still waits for. */
export function missingOf({
  name,
  recipes,
}: Pick<ExperimentFields, 'name' | 'recipes'>): 'name' | 'recipes' | undefined {
  if (name === '') return recipes.length ? 'name' : undefined;
  return recipes.length < 2 ? 'recipes' : undefined;
}
