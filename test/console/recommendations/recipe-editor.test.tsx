import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createApiClient } from '../../../console/src/api/api-client.ts';
import { ApiContext } from '../../../console/src/api/api-context.ts';
import { RecipeEditor } from '../../../console/src/recommendations/recipe-editor.tsx';
import { type Recipe, RecipeDraft } from '../../../core/recommendations/recipe.ts';
import { rendered, wordsOf } from '../../support/rendered.tsx';

const promotion = {
  name: 'Launch',
  itemIds: ['lamp'],
  percent: 10,
  minSlots: 1,
  startsAt: '2026-12-01T08:00:00.000Z',
  endsAt: '2026-12-24T08:00:00.000Z',
};
const aRecipe = (overrides: Partial<Recipe> = {}): Recipe => ({
  ...RecipeDraft.parse({ base: overrides.base ?? 'related', promotions: [promotion] }),
  name: 'spring',
  version: 2,
  ...overrides,
});

/** As it first stands, before anything is read or previewed. */
function edited(
  recipe: Recipe,
  {
    isNew = false,
    language = 'en' as 'en' | 'zh',
    customer = undefined as string | undefined,
    queries = new QueryClient(),
  } = {},
) {
  const api = createApiClient({ apiUrl: '', token: async () => undefined });
  const search = { by: 'customer', surface: 'home', k: 10, ...(customer ? { customer } : {}) } as const;
  return rendered(
    <ApiContext value={api}>
      <QueryClientProvider client={queries}>
        <RecipeEditor
          recipe={recipe}
          isNew={isNew}
          search={search}
          items={[]}
          onItems={() => undefined}
          onDeleted={() => undefined}
        />
      </QueryClientProvider>
    </ApiContext>,
    language,
  );
}

describe('the editor of a recipe', () => {
  it('has a field for all that a recipe is made of', async () => {
    const words = wordsOf(await edited(aRecipe({ eventWeights: { view: 0.5 } })));

    expect(words).toEqual(
      expect.arrayContaining(['Description', 'Base', 'Left out', 'Bought before', 'In the basket', 'Out of stock']),
    );
    expect(words).toEqual(
      expect.arrayContaining(['Items by name', 'Starts', 'Ends', 'What events say', 'Waved away', 'Share, %']),
    );
    expect(words).toContain('Ignore events on items cheaper than');
  });

  it('shows what the recipe holds', async () => {
    const markup = await edited(aRecipe({ eventWeights: { view: 0.5 }, minEventPrice: 250 }));

    expect(markup).toContain('value="Related to a product"');
    expect(markup).toContain('type="datetime-local"');
    expect(markup).toContain('value="2026-12-24T');
    expect(markup).toContain('value="0.5"');
    expect(markup).toContain('value="250"');
    expect(wordsOf(markup)).toContain('lamp');
  });

  it('says what is wrong in the language of the console, and cannot be saved then', async () => {
    const broken = { ...aRecipe(), epsilon: 0.9, promotions: [{ ...promotion, endsAt: promotion.startsAt }] };
    const markup = await edited(broken, { language: 'zh' });

    expect(wordsOf(markup)).toEqual(
      expect.arrayContaining(['不得大于 0.5。', '主推的结束时间须晚于开始时间。', '尚不有效']),
    );
    expect(markup).toMatch(/<button[^>]*disabled=""[^>]*>(<[^>]*>)*保存为新版本/);
  });

  it('says of a new one that nothing is saved, and of another its version', async () => {
    expect(wordsOf(await edited(aRecipe({ version: 0 }), { isNew: true }))).toContain('Not saved yet');
    expect(wordsOf(await edited(aRecipe()))).toContain('Version 2');
  });

  it('can delete what the shop has written, and nothing else', async () => {
    for (const [language, remove] of [
      ['en', 'Delete'],
      ['zh', '删除'],
    ] as const)
      expect(wordsOf(await edited(aRecipe(), { language }))).toContain(remove);
    expect(wordsOf(await edited(aRecipe({ name: 'related', version: 0 })))).not.toContain('Delete');
    expect(wordsOf(await edited(aRecipe({ version: 0 }), { isNew: true }))).not.toContain('Delete');
  });

  it('lists what it was before, with what the platform brings along under its name, to be taken into the form again', async () => {
    const queries = new QueryClient();
    const versions = [aRecipe({ name: 'related', version: 2, updatedAt: '2026-11-20T10:00:00.000Z' })];
    const page = { data: versions, has_more: false, next_cursor: null };
    queries.setQueryData(['recipes', 'related', 'versions'], { pages: [page], pageParams: [''] });

    const markup = await edited(aRecipe({ name: 'related' }), { queries });
    const words = wordsOf(markup);

    expect(words).toEqual(expect.arrayContaining(['Versions', 'Version 2', 'Related to a product', 'Built in']));
    expect(markup).toContain('aria-label="Take into the form: Version 2"');
    expect(markup).toContain('aria-label="Take into the form: Built in"');
    expect(wordsOf(await edited(aRecipe({ version: 0 }), { isNew: true }))).not.toContain('Versions');
  });

  it('lists them too where what the shop had written was deleted, and the one brought along serves again', async () => {
    const queries = new QueryClient();
    const page = { data: [aRecipe({ name: 'related', version: 2 })], has_more: false, next_cursor: null };
    queries.setQueryData(['recipes', 'related', 'versions'], { pages: [page], pageParams: [''] });

    const words = wordsOf(await edited(aRecipe({ name: 'related', version: 0 }), { queries }));

    expect(words).toEqual(expect.arrayContaining(['Versions', 'Version 2', 'Built in']));
  });

  it('of one that answers with customers has no field for what it would refuse, and says why it is not previewed', async () => {
    const ofCustomers = { ...RecipeDraft.parse({ base: 'user-segment' }), name: 'lapsed', version: 1 };

    for (const [language, told, heard, unheard] of [
      ['en', 'No preview: this recipe answers with customers', 'Boosts', 'Promotions'],
      ['zh', '无法预览：此方案返回的是顾客', '加权', '主推'],
    ] as const) {
      const words = wordsOf(await edited(ofCustomers, { customer: 'ann', language }));
      expect(words).toEqual(expect.arrayContaining([told, heard]));
      expect(words).not.toContain(unheard);
    }
    expect(await edited(ofCustomers)).toContain('href="/recommendations/batches?kind=customers&amp;recipe=lapsed"');
    expect(await edited(ofCustomers, { isNew: true })).not.toContain('href="/recommendations/batches');
    const words = wordsOf(await edited(ofCustomers));
    for (const unheard of ['Diversity', 'What events say', 'Chance at the last place', 'Pick a customer to preview'])
      expect(words).not.toContain(unheard);
    expect(words).toEqual(expect.arrayContaining(['Left out', 'Filter', 'Save as a new version']));
    expect(words).not.toContain('Not valid yet');
  });

  it('does not wait for a preview of what cannot be read', async () => {
    const broken = { ...aRecipe({ base: 'popular' }), epsilon: 0.9 };

    const waiting = (markup: string) => markup.match(/aria-label="Loading"/g)?.length;
    const markup = await edited(broken, { customer: 'ann' });

    expect(wordsOf(markup)).toContain('The form is not valid yet, so there is nothing to preview.');
    expect(waiting(markup)).toBe(1);
    expect(waiting(await edited(aRecipe({ base: 'popular' }), { customer: 'ann' }))).toBe(2);
  });

  it('says which version it shows, by name where the platform brings it along', async () => {
    expect(wordsOf(await edited(aRecipe()))).toContain('Version 2');
    expect(wordsOf(await edited(aRecipe({ name: 'related', version: 0 })))).toContain('Built in');
    expect(wordsOf(await edited(aRecipe({ name: 'related', version: 0 })))).not.toContain('Version 0');
  });

  it('asks for an item before it previews a base that starts from one', async () => {
    expect(wordsOf(await edited(aRecipe(), { customer: 'ann' }))).toContain('Name an item to preview');
    expect(wordsOf(await edited(aRecipe({ base: 'popular' }), { customer: 'ann' }))).not.toContain(
      'Name an item to preview',
    );
  });
});
