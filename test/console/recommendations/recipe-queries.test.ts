import { setTimeout } from 'node:timers/promises';
import { QueryClient } from '@tanstack/react-query';
import { createApiClient } from '../../../console/src/api/api-client.ts';
import { recipeQuery } from '../../../console/src/recommendations/recipe-queries.ts';
import { type Recipe, RecipeDraft } from '../../../core/recommendations/recipe.ts';

const related: Recipe = {
  ...RecipeDraft.parse({ base: 'related' }),
  name: 'related',
  version: 3,
  updatedAt: '2026-11-01T00:00:00Z',
};

/** A console of a shop that knows these recipes and nothing else, or that is down. */
function aConsole(recipes: readonly Recipe[] = [related], status = 404) {
  const known = new Map(recipes.map((recipe) => [recipe.name, recipe]));
  const fetcher = async (url: unknown) => {
    const recipe = known.get(String(url).split('/').at(-1) ?? '');
    return recipe ? new Response(JSON.stringify(recipe)) : new Response(JSON.stringify({ title: 'No' }), { status });
  };
  const api = createApiClient({ apiUrl: 'https://api.example/v1', token: async () => 'token', fetcher });
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  return { known, open: (name: string, from?: string) => queries.fetchQuery(recipeQuery(api, name, from)) };
}

describe('opening a recipe', () => {
  it('reads it where it exists, whatever another was to begin as', async () => {
    await expect(aConsole().open('related', 'popular')).resolves.toEqual({ recipe: related, isNew: false });
  });

  it('begins one that does not exist with the content of another, as nobody has written it', async () => {
    const { recipe, isNew } = await aConsole().open('spring', 'related');

    expect(isNew).toBe(true);
    expect(recipe).toMatchObject({ name: 'spring', version: 0, base: 'related' });
    expect(recipe).not.toHaveProperty('updatedAt');
  });

  it('begins it as the one that was named last', async () => {
    const { open } = aConsole([related, { ...related, name: 'sale', base: 'on-sale' }]);
    await open('spring', 'related');

    await expect(open('spring', 'sale')).resolves.toMatchObject({ recipe: { name: 'spring', base: 'on-sale' } });
  });

  it('reads it again for whoever comes back, as somebody may have saved it since', async () => {
    const { known, open } = aConsole();
    await open('related');
    known.set('related', { ...related, version: 4 });
    await setTimeout(5);

    await expect(open('related')).resolves.toMatchObject({ recipe: { version: 4 } });
  });

  it.each([
    ['none is named to begin as', undefined, 404],
    ['it may exist and cannot be read', 'related', 403],
  ])('says so where %s', async (_why, from, status) => {
    await expect(aConsole([related], status).open('spring', from)).rejects.toMatchObject({ status });
  });
});
