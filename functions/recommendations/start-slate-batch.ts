import { SHARDS } from '../../core/customers/identity-repository.ts';
import type { ItemRepository } from '../../core/items/item-repository.ts';
import type { ModelRepository } from '../../core/models/model-repository.ts';
import type { ShopId } from '../../core/platform/contract.ts';
import { atField, ConflictError, type FieldError, ValidationError } from '../../core/platform/errors.ts';
import { faultText } from '../../core/platform/fault.ts';
import { refusal } from '../../core/platform/refusal.ts';
import type { SlateBatchId, StartSlateBatchRequest } from '../../core/recommendations/batch-contract.ts';
import type { SlateBatchRepository } from '../../core/recommendations/batch-repository.ts';
import { noBatchOf } from '../../core/recommendations/needed-items.ts';
import { noRecipe, type Recipe } from '../../core/recommendations/recipe.ts';
import type { RecipeRepository } from '../../core/recommendations/recipe-repository.ts';
import type { RecommendBatchInput } from '../../workflows/recommend-batch/contract.ts';
import type { Executions } from '../models/start-execution.ts';
import { findRecipe } from './find-recipe.ts';

export interface SlateBatchOrder {
  readonly shop: ShopId;
  readonly batchId: SlateBatchId;
  readonly request: StartSlateBatchRequest;
  readonly now: Date;
}

export interface SlateBatchStarter {
  readonly batches: Pick<SlateBatchRepository, 'create' | 'fail'>;
  readonly recipes: Pick<RecipeRepository, 'find'>;
  readonly models: Pick<ModelRepository, 'pointer'>;
  readonly items: Pick<ItemRepository, 'getMany'>;
  readonly executions: Pick<Executions, 'start'>;
}

/** The name of the execution that makes a batch. */
export const executionOf = (shop: ShopId, batchId: SlateBatchId) => `${shop}-${batchId}`;

/** Writes a batch down and hands it to the workflow; one that could not start says so. */
export async function startSlateBatch(
  { shop, batchId, request, now }: SlateBatchOrder,
  starter: SlateBatchStarter,
): Promise<{ batchId: SlateBatchId; status: 'running' }> {
  const { version: recipeVersion } = await recipeOf(shop, request, starter.recipes);
  if (request.kind === 'customers') {
    await refuseUnknown(shop, request.itemIds, starter.items);
    if (!(await starter.models.pointer(shop, 'purchase'))) throw noChampion();
  }
  const startedAt = now.toISOString();
  const shards = Array.from({ length: SHARDS }, (_, shard) => shard);
  const parts = { total: shards.length, done: 0 };
  await starter.batches.create({ shop, batchId, request, recipeVersion, status: 'running', startedAt, parts });
  const input: RecommendBatchInput = { shop, batchId, shards };
  try {
    await starter.executions.start(executionOf(shop, batchId), input);
  } catch (error) {
    const reason = faultText('not-started', {});
    await starter.batches.fail(shop, batchId, { reason, endedAt: startedAt });
    throw error;
  }
  return { batchId, status: 'running' };
}

/** The recipe that a batch is made by, if its kind can be made by it. */
async function recipeOf(
  shop: ShopId,
  { kind, recipe: name }: StartSlateBatchRequest,
  recipes: SlateBatchStarter['recipes'],
): Promise<Recipe> {
  const refused = (fault: Omit<FieldError, 'pointer'>) =>
    new ValidationError(refusal('no-such-batch', {}), [{ pointer: '#/recipe', ...fault }]);
  const recipe = await findRecipe(shop, name, recipes);
  if (!recipe) throw refused(noRecipe(name));
  const fault = noBatchOf(kind, recipe.base);
  if (fault) throw refused(fault);
  return recipe;
}

/** Nobody is likelier than others to buy what the catalogue does not know. */
async function refuseUnknown(
  shop: ShopId,
  itemIds: readonly string[],
  items: SlateBatchStarter['items'],
): Promise<void> {
  const known = new Set((await items.getMany(shop, itemIds)).map(({ itemId }) => itemId));
  const unknown = itemIds.flatMap((itemId, index) =>
    known.has(itemId) ? [] : [{ pointer: `#/itemIds/${index}`, refused: refusal('no-item', { itemId }) }],
  );
  const [first] = unknown;
  if (!first) return;
  throw new ValidationError(
    first.refused,
    unknown.map(({ pointer, refused }) => atField(pointer, refused)),
  );
}

function noChampion(): ConflictError {
  const refused = refusal('no-purchase-champion', {});
  return new ConflictError(refused, { errors: [atField('#/kind', refused)] });
}
