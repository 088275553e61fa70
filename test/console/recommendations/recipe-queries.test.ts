import { QueryClient } from '@tanstack/react-query';
import { createApiClient } from '../../../console/src/api/api-client.ts';
import { recipeQuery } from '../../../console/src/recommendations/recipe-queries.ts';
import { RecipeDraft } from '../../../core/recommendations/recipe.ts';

const related = {
  ...RecipeDraft.parse({ base: 'related' }),
  name: 'related',
  version: 3,
  updatedAt: '2026-11-01T00:00:00Z',
};

/** A shop that knows `related` and nothing else, or that is down. */
function open(name: string, from?: string, status = 404) {
  const fetcher = async (url: unknown) =>
    String(url).endsWith('/recipes/related')
      ? new Response(JSON.stringify(related))
      : new Response(JSON.stringify({ title: 'No' }), { status });
  const api = createApiClient({ apiUrl: 'https://api.example/v1', token: async () => 'token', fetcher });
  return new QueryClient({ defaultOptions: { queries: { retry: false } } }).fetchQuery(recipeQuery(api, name, from));
}

describe('opening a recipe', () => {
  it('reads it where it exists, whatever another was to begin as', async () => {
    await expect(open('related', 'popular')).resolves.toEqual({ recipe: related, isNew: false });
  });

  it('begins one that does not exist with the content of another, as nobody has written it', async () => {
    const { recipe, isNew } = await open('spring', 'related');

    expect(isNew).toBe(true);
    expect(recipe).toMatchObject({ name: 'spring', version: 0, base: 'related' });
    expect(recipe).not.toHaveProperty('updatedAt');
  });

  it.each([
    ['none is named to begin as', undefined, 404],
    ['it may exist and cannot be read', 'related', 403],
  ])('says so where %s', async (_why, from, status) => {
    await expect(open('spring', from, status)).rejects.toMatchObject({ status });
  });
});
