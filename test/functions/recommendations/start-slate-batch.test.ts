import { SHARDS } from '../../../core/customers/identity-repository.ts';
import { ConflictError } from '../../../core/platform/errors.ts';
import { parseFields } from '../../../core/platform/field-errors.ts';
import { type SlateBatch, StartSlateBatchRequest } from '../../../core/recommendations/batch-contract.ts';
import { RecipeDraft } from '../../../core/recommendations/recipe.ts';
import { startSlateBatch } from '../../../functions/recommendations/start-slate-batch.ts';
import { aNow, anItemRow, aRecipe, aShopWorld, type ShopWorld } from '../../support/recommendations.ts';

const batchId = '01jbatch0000000000000000aa';

describe('starting a batch', () => {
  const segment = { ...RecipeDraft.parse({ base: 'user-segment' }), name: 'lapsed', version: 3 };
  const customersOf = (recipe?: string) => ({ kind: 'customers', itemIds: ['lamp'], ...(recipe ? { recipe } : {}) });
  const refused = { errors: [expect.objectContaining({ pointer: '#/recipe', code: expect.any(String) })] };

  async function start(request: object, world: Partial<ShopWorld> = { champion: {} }) {
    const created: SlateBatch[] = [];
    const { sources } = aShopWorld({ rows: [anItemRow('lamp')], recipes: [segment, aRecipe('spring')], ...world });
    const starter = {
      batches: { create: async (batch: SlateBatch) => void created.push(batch), fail: async () => {} },
      recipes: sources.recipes,
      items: sources.items,
      models: { pointer: async () => (await sources.pointers('demo')).champion },
      executions: { start: async () => {} },
    };
    const order = { shop: 'demo', batchId, request: StartSlateBatchRequest.parse(request), now: aNow };
    expect(await startSlateBatch(order, starter)).toEqual({ batchId, status: 'running' });
    return created[0];
  }

  it('writes down which version of which recipe makes it', async () => {
    await expect(start({ kind: 'slates', recipe: 'spring' })).resolves.toMatchObject({ recipeVersion: 1 });
    await expect(start(customersOf('lapsed'))).resolves.toMatchObject({ recipeVersion: 3 });
    await expect(start(customersOf())).resolves.toMatchObject({
      request: { recipe: 'user-segment' },
      recipeVersion: 0,
    });
  });

  it.each(['related', 'rerank', 'nowhere', 'user-segment', 'lapsed'])('of slates is refused by %s', async (recipe) => {
    await expect(start({ kind: 'slates', recipe })).rejects.toMatchObject(refused);
  });

  it.each(['for-you', 'rerank', 'spring', 'nowhere'])('of customers is refused by %s', async (recipe) => {
    await expect(start(customersOf(recipe))).rejects.toMatchObject(refused);
  });

  it('of customers waits for a champion', async () => {
    await expect(start(customersOf(), {})).rejects.toThrow(ConflictError);
    await expect(start(customersOf(), {})).rejects.toMatchObject({
      errors: [expect.objectContaining({ pointer: '#/kind', code: 'no-purchase-champion' })],
    });
  });

  it('of customers is refused by items that the catalogue does not know, each told by its pointer', async () => {
    await expect(start({ ...customersOf(), itemIds: ['lamp', 'lmap'] })).rejects.toMatchObject({
      errors: [expect.objectContaining({ pointer: '#/itemIds/1', code: 'no-item', values: { itemId: 'lmap' } })],
    });
  });

  it('begins with every part of the customers before it', async () => {
    await expect(start({ kind: 'slates' })).resolves.toMatchObject({ parts: { total: SHARDS, done: 0 } });
  });

  it('is refused by a filter that cannot be read, told by its pointer and position', () => {
    const ask = (request: object) => () => parseFields(StartSlateBatchRequest, request);
    const told = { code: 'filter-unfinished', values: { position: 7 } };

    for (const request of [{ kind: 'customers', itemIds: ['lamp'] }, { kind: 'slates' }]) {
      expect(ask({ ...request, filter: 'price >' })).toThrow(
        expect.objectContaining({
          errors: [{ pointer: '#/filter', detail: expect.stringContaining('position 7'), ...told }],
        }),
      );
    }
  });
});
