import {
  type BatchFields,
  batchOf,
  blankBatch,
  readBatch,
  recipesFor,
} from '../../../console/src/recommendations/batch-fields.ts';
import { BUILT_IN } from '../../../core/recommendations/recipe.ts';

const recipes = [...BUILT_IN.values(), { name: 'lapsed', base: 'user-segment' as const }];
const read = (changed: Partial<BatchFields>) => readBatch({ ...blankBatch, ...changed }, recipes);
const customers = { kind: 'customers', itemIds: ['lamp'] } as const;

describe('the form of a batch', () => {
  it('begins as the contract has it for whoever says nothing', () => {
    expect(read({}).data).toEqual({ kind: 'slates', recipe: 'for-you', surface: 'email', k: 10 });
    expect(read(customers).data).toEqual({
      ...{ kind: 'customers', recipe: 'user-segment', itemIds: ['lamp'], size: 1_000 },
    });
  });

  it('begins with the recipe that a link names, for its own kind alone', () => {
    const fields = batchOf('customers', 'lapsed');

    expect(fields.recipes).toEqual({ slates: 'for-you', customers: 'lapsed' });
    expect(readBatch({ ...fields, itemIds: ['lamp'] }, recipes).data).toMatchObject({ recipe: 'lapsed' });
  });

  it('offers the recipes that can make such a batch', () => {
    expect(recipesFor('customers', recipes)).toEqual(['user-segment', 'lapsed']);
    expect(recipesFor('slates', recipes)).toContain('for-you');
    for (const name of ['related', 'rerank', 'lapsed']) expect(recipesFor('slates', recipes)).not.toContain(name);
  });

  it('has no filter where the field holds only blanks', () => {
    const { data, errors } = read({ filter: '  ' });

    expect([data?.filter, errors]).toEqual([undefined, []]);
  });

  it.each([
    ['a filter that ends too early, with its position', { filter: 'price >' }, '#/filter', 'filter-unfinished'],
    ['more items than a slate holds', { k: 51 }, '#/k', 'too-big-number'],
    ['no item', { ...customers, itemIds: [] }, '#/itemIds', 'too-small-array'],
    ['nobody', { ...customers, size: 0 }, '#/size', 'too-small-number'],
    [
      'a recipe that starts from items',
      { recipes: { slates: 'related', customers: '' } },
      '#/recipe',
      'starts-from-items',
    ],
    ['a recipe of customers', { recipes: { slates: 'lapsed', customers: '' } }, '#/recipe', 'chooses-customers'],
    [
      'a recipe of slates',
      { ...customers, recipes: { slates: '', customers: 'popular' } },
      '#/recipe',
      'chooses-items',
    ],
    ['a recipe that is not there', { recipes: { slates: 'gone', customers: '' } }, '#/recipe', 'no-recipe'],
  ])('cannot be sent with %s, which is told at its field', (_what, changed, pointer, code) => {
    const { data, errors } = read(changed);

    expect(data).toBeUndefined();
    expect(errors).toEqual([expect.objectContaining({ pointer, code })]);
  });

  it('leaves the recipe to the platform until the recipes are known', () => {
    expect(readBatch(batchOf('slates', 'spring'), undefined).data).toMatchObject({ recipe: 'spring' });
  });
});
