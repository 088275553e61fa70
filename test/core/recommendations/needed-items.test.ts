import { Surface } from '../../../core/recommendations/contract.ts';
import { isServedOn, noSlateOf } from '../../../core/recommendations/needed-items.ts';
import { RecipeBase } from '../../../core/recommendations/recipe.ts';

describe('a recipe makes no slate', () => {
  it('of nothing where its base starts from items, nor of anything where it answers with customers', () => {
    const refusals = RecipeBase.options.flatMap((base) => {
      const refused = noSlateOf(base, {});
      return refused ? [[base, refused.field, refused.code]] : [];
    });

    expect(refusals).toEqual([
      ['related', 'itemId', 'needs-item'],
      ['rerank', 'itemIds', 'needs-items'],
      ['user-segment', 'recipe', 'chooses-customers'],
    ]);
    const named = { itemId: 'lamp', itemIds: ['lamp'] };
    expect(RecipeBase.options.filter((base) => noSlateOf(base, named))).toEqual(['user-segment']);
  });

  it('on a surface whose requests do not name what it needs', () => {
    const servedOn = (base: RecipeBase) => Surface.options.filter((surface) => isServedOn(surface, base));

    expect(servedOn('related')).toEqual(['product']);
    expect(servedOn('rerank')).toEqual(['search']);
    expect(servedOn('user-segment')).toEqual([]);
    expect(servedOn('for-you')).toEqual(Surface.options);
  });
});
