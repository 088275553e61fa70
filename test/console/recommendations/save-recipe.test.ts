import { createApiClient } from '../../../console/src/api/api-client.ts';
import { ApiError } from '../../../console/src/api/api-error.ts';
import { saveRecipe } from '../../../console/src/recommendations/save-recipe.ts';
import { RecipeDraft } from '../../../core/recommendations/recipe.ts';

const draft = RecipeDraft.parse({ base: 'popular' });
const stands = { ...draft, name: 'spring', version: 3 };

/** A shop in which the recipe is at version 3 or there no more, and which answers a save with this status. */
function aShop(status: number, isThere = true) {
  const asked: string[] = [];
  const fetcher = async (url: unknown, init: RequestInit = {}) => {
    const replaces = new Headers(init.headers).get('if-match') ?? '';
    asked.push(`${init.method ?? 'GET'} ${url} ${replaces}`.trim());
    if (init.method !== 'PUT') return new Response(JSON.stringify(stands), { status: isThere ? 200 : 404 });
    return new Response(JSON.stringify(status === 200 ? { ...stands, version: 4 } : { title: 'No' }), { status });
  };
  return { asked, api: createApiClient({ apiUrl: '/v1', token: async () => 'token', fetcher }) };
}

describe('saving a recipe', () => {
  it('replaces the version that the draft was made from, and no other', async () => {
    const { api, asked } = aShop(200);

    const saved = await saveRecipe(api, { name: 'spring', draft, seen: 3 });

    expect(saved).toEqual({ recipe: { ...stands, version: 4 }, isNew: false, isOvertaken: false });
    expect(asked).toEqual(['PUT /v1/recipes/spring "3"']);
  });

  it('writes nothing where somebody else has saved another meanwhile, and tells which', async () => {
    const saved = await saveRecipe(aShop(412).api, { name: 'spring', draft, seen: 2 });

    expect(saved).toEqual({ recipe: stands, isNew: false, isOvertaken: true });
  });

  it('writes nothing where somebody else has deleted it meanwhile, and would begin it anew', async () => {
    const saved = await saveRecipe(aShop(412, false).api, { name: 'spring', draft, seen: 3 });

    expect(saved).toEqual({ recipe: { ...draft, name: 'spring', version: 0 }, isNew: true, isOvertaken: true });
  });

  it('fails as anything else fails', async () => {
    await expect(saveRecipe(aShop(503).api, { name: 'spring', draft, seen: 2 })).rejects.toThrow(ApiError);
  });
});
