import type { FieldError } from '../../../core/platform/errors.ts';
import { fieldErrorsOf } from '../../../core/platform/field-errors.ts';
import { StartSlateBatchRequest } from '../../../core/recommendations/batch-contract.ts';
import type { Surface } from '../../../core/recommendations/contract.ts';
import { noBatchOf } from '../../../core/recommendations/needed-items.ts';
import { noRecipe, type Recipe } from '../../../core/recommendations/recipe.ts';

export type BatchKind = StartSlateBatchRequest['kind'];
export const BATCH_KINDS = ['slates', 'customers'] as const satisfies readonly BatchKind[];

/** What the form holds. Each kind has its own recipe, so that a look at the other loses nothing. */
export interface BatchFields {
  readonly kind: BatchKind;
  readonly recipes: Readonly<Record<BatchKind, string>>;
  readonly surface: Surface;
  readonly k: number;
  readonly itemIds: readonly string[];
  readonly size: number;
  readonly filter: string;
}

const [{ shape: slates }, { shape: customers }] = StartSlateBatchRequest.options;
/** As the contract has it for whoever says nothing. */
export const blankBatch: BatchFields = {
  kind: 'slates',
  recipes: { slates: slates.recipe.parse(undefined), customers: customers.recipe.parse(undefined) },
  surface: slates.surface.parse(undefined),
  k: slates.k.parse(undefined),
  itemIds: [],
  size: customers.size.parse(undefined),
  filter: '',
};

/** A blank of one kind, with a recipe where one is named. */
export const batchOf = (kind: BatchKind, recipe?: string): BatchFields => ({
  ...blankBatch,
  kind,
  recipes: recipe === undefined ? blankBatch.recipes : { ...blankBatch.recipes, [kind]: recipe },
});

type KnownRecipe = Pick<Recipe, 'name' | 'base'>;

/** The recipes that batches of a kind can be made by. */
export const recipesFor = (kind: BatchKind, recipes: readonly KnownRecipe[]): string[] =>
  recipes.filter(({ base }) => !noBatchOf(kind, base)).map(({ name }) => name);

export interface ReadBatch {
  /** Absent while something is wrong. */
  readonly data: StartSlateBatchRequest | undefined;
  readonly errors: readonly FieldError[];
}

/** What the form holds, read by the contract and held against the shop's recipes, once they are known. */
export function readBatch(fields: BatchFields, recipes: readonly KnownRecipe[] | undefined): ReadBatch {
  const read = StartSlateBatchRequest.safeParse(orderOf(fields));
  const refused = recipes && recipeRefusal(fields.kind, fields.recipes[fields.kind], recipes);
  const errors = [
    ...(read.error ? fieldErrorsOf(read.error) : []),
    ...(refused ? [{ pointer: '#/recipe', ...refused }] : []),
  ];
  return { data: errors.length ? undefined : read.data, errors };
}

function orderOf({ kind, recipes, surface, k, itemIds, size, filter }: BatchFields): object {
  const common = { kind, recipe: recipes[kind], filter: filter.trim() || undefined };
  return kind === 'slates' ? { ...common, surface, k } : { ...common, itemIds, size };
}

function recipeRefusal(
  kind: BatchKind,
  name: string,
  recipes: readonly KnownRecipe[],
): Omit<FieldError, 'pointer'> | undefined {
  const recipe = recipes.find((one) => one.name === name);
  return recipe ? noBatchOf(kind, recipe.base) : noRecipe(name);
}
