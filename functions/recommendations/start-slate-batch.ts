import { SHARDS } from '../../core/customers/identity-repository.ts';
import type { ModelRepository } from '../../core/models/model-repository.ts';
import type { ShopId } from '../../core/platform/contract.ts';
import { ConflictError, ValidationError } from '../../core/platform/errors.ts';
import type { SlateBatchId, StartSlateBatchRequest } from '../../core/recommendations/batch-contract.ts';
import type { SlateBatchRepository } from '../../core/recommendations/batch-repository.ts';
import { needsItems } from '../../core/recommendations/needed-items.ts';
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
  readonly batches: Pick<SlateBatchRepository, 'create' | 'end'>;
  readonly recipes: Pick<RecipeRepository, 'find'>;
  readonly models: Pick<ModelRepository, 'pointer'>;
  readonly executions: Pick<Executions, 'start'>;
}

/** Writes a batch down and hands it to the workflow; one that could not start says so. */
export async function startSlateBatch(
  { shop, batchId, request, now }: SlateBatchOrder,
  starter: SlateBatchStarter,
): Promise<{ batchId: SlateBatchId; status: 'running' }> {
  await check(shop, request, starter);
  const startedAt = now.toISOString();
  await starter.batches.create({ shop, batchId, request, status: 'running', startedAt });
  const shards = Array.from({ length: SHARDS }, (_, shard) => shard);
  const input: RecommendBatchInput = { shop, batchId, shards };
  try {
    await starter.executions.start(`${shop}-${batchId}`, input);
  } catch (error) {
    const reason = 'The workflow could not be started';
    await starter.batches.end(shop, batchId, { status: 'failed', reason, endedAt: startedAt });
    throw error;
  }
  return { batchId, status: 'running' };
}

async function check(shop: ShopId, request: StartSlateBatchRequest, { recipes, models }: SlateBatchStarter) {
  if (request.kind === 'customers') {
    if (await models.pointer(shop, 'purchase')) return;
    throw new ConflictError('Customers are compared by the purchase champion, and there is none yet; train it first');
  }
  const recipe = await findRecipe(shop, request.recipe, recipes);
  const detail = recipe
    ? `A recipe whose base is ${recipe.base} starts from items that each request names`
    : `There is no recipe ${request.recipe}`;
  if (!recipe || needsItems(recipe.base))
    throw new ValidationError('This recipe makes no batch', [{ pointer: '#/recipe', detail }]);
}
