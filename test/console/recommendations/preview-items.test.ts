import { QueryClient } from '@tanstack/react-query';
import { createApiClient } from '../../../console/src/api/api-client.ts';
import { previewQuery } from '../../../console/src/api/queries.ts';
import { itemsTaken, subjectOf } from '../../../console/src/recommendations/preview-items.ts';
import { RecipeBase, RecipeDraft } from '../../../core/recommendations/recipe.ts';
import { PreviewRecipeRequest } from '../../../core/recommendations/recipe-contract.ts';

describe('the items of a preview', () => {
  it('are one product for a base that starts from it, and several for one that puts them in order', () => {
    expect(subjectOf('related', ['lamp', 'bulb'])).toEqual({ itemId: 'lamp' });
    expect(subjectOf('rerank', ['lamp', 'bulb'])).toEqual({ itemIds: ['lamp', 'bulb'] });
    expect(subjectOf('for-you', ['lamp'])).toEqual({ itemId: 'lamp' });
  });

  it('are waited for where there is no slate without them, and nowhere else', () => {
    const waiting = RecipeBase.options.filter((base) => subjectOf(base, []) === undefined);

    expect(waiting).toEqual(['related', 'rerank']);
    expect(subjectOf('popular', [])).toEqual({});
  });

  it.each(RecipeBase.options)('are never more than the contract takes: %s', (base) => {
    const items = Array.from({ length: 120 }, (_, index) => `item-${index}`);
    const { itemIds = [] } = subjectOf(base, items) ?? {};

    expect(itemIds.length).toBeLessThanOrEqual(itemsTaken(base).most);
    expect(itemsTaken(base).most).toBeLessThanOrEqual(100);
  });

  it.each([
    ['related', ['lamp'], { itemId: 'lamp' }],
    ['rerank', ['lamp', 'bulb'], { itemIds: ['lamp', 'bulb'] }],
  ] as const)('are asked with a draft of %s, in a body that the contract reads', async (base, items, told) => {
    const bodies: unknown[] = [];
    const fetcher = async (_url: unknown, init?: RequestInit) => {
      bodies.push(JSON.parse(String(init?.body)));
      return new Response('{}', { status: 500 });
    };
    const api = createApiClient({ apiUrl: 'https://api.example/v1', token: async () => 'token', fetcher });
    const request = { customer: 'ann', by: 'customer', surface: 'product', k: 5 } as const;
    const draft = RecipeDraft.parse({ base });

    const answer = new QueryClient().fetchQuery(previewQuery(api, request, subjectOf(base, items) ?? {}, draft));

    await expect(answer).rejects.toMatchObject({ status: 500 });
    expect(PreviewRecipeRequest.parse(bodies[0])).toMatchObject({ customerId: 'ann', k: 5, ...told });
  });
});
