import { assignArm } from '../../core/experiments/assign-arm.ts';
import { type SlateBatch, StartSlateBatchRequest } from '../../core/recommendations/batch-contract.ts';
import type { Recipe } from '../../core/recommendations/recipe.ts';
import { writeSlatePages } from '../../functions/recommendations/write-slate-page.ts';
import { aNow, anItemRow, aShopProfile, aShopWorld, type ShopWorld } from './recommendations.ts';

export const batchId = '01jbatch0000000000000000aa';
export const aBatch = (request: object): SlateBatch => ({
  shop: 'demo',
  batchId,
  request: StartSlateBatchRequest.parse(request),
  status: 'running',
  startedAt: aNow.toISOString(),
});
const named = (arm: 'treated' | 'holdout', count: number) =>
  Array.from({ length: 2_000 }, (_, index) => `c${index}`)
    .filter((name) => assignArm([name], { salt: 'salt', holdoutShare: 0.05 }) === arm)
    .slice(0, count);
export const customers = [...named('treated', 3), ...named('holdout', 1)];
export const heldOut = customers.at(-1);
export const rows = ['lamp', 'sofa', 'vase', 'rug', 'desk', 'bowl'].map((itemId) => anItemRow(itemId));
const popular = rows.map(({ itemId }) => itemId);

/** Files in memory, and two pages of customers: two and two. */
export function aStore() {
  const files = new Map<string, readonly object[]>();
  const reads: string[] = [];
  const noted: object[] = [];
  return {
    files,
    reads,
    noted,
    batches: {
      notePart: async (_shop: string, _batch: string, shard: number, part: object) => {
        noted.push({ shard, ...part });
      },
    },
    ports: {
      location: () => 's3://artifacts/batches/',
      read: async (_shop: string, _batch: string, name: string) => {
        reads.push(name);
        const lines = files.get(name);
        if (!lines) throw new Error(`There is no file ${name}`);
        return [...lines];
      },
      write: async (_shop: string, _batch: string, name: string, lines: readonly object[]) => {
        files.set(name, lines);
      },
    },
    listPseudonyms: async (_shop: string, _shard: number, { cursor }: { cursor?: string | undefined }) =>
      cursor === undefined
        ? { data: customers.slice(0, 2), has_more: true, next_cursor: 'next' }
        : { data: customers.slice(2), has_more: false, next_cursor: null },
  };
}

/** Every version of a shop's recipes, the newest last. */
export const shelf = (recipes: readonly Recipe[] = []) => ({
  standingRecipe: async (_shop: string, name: string) => {
    const recipe = recipes.findLast((one) => one.name === name);
    return { version: recipe?.version ?? 0, recipe };
  },
  findVersion: async (_shop: string, name: string, version: number) =>
    recipes.find((recipe) => recipe.name === name && recipe.version === version),
});

export const beginning = { shard: 3, cursor: null, pages: 0, customers: 0 };

/** Both pages of one part, as the workflow writes them. */
export async function writeAll(batch: SlateBatch, world: Partial<ShopWorld>, store = aStore()) {
  const { sources, decisions } = aShopWorld({ rows, popular, ...world });
  const ports = {
    listPseudonyms: store.listPseudonyms,
    files: store.ports,
    batches: store.batches,
    recipes: shelf(world.recipes),
    sources,
  };
  const last = await writeSlatePages(aShopProfile, batch, beginning, ports, () => true);
  return { store, decisions, last };
}
