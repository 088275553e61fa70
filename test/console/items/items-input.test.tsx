import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createApiClient } from '../../../console/src/api/api-client.ts';
import { ApiContext } from '../../../console/src/api/api-context.ts';
import { itemsQuery } from '../../../console/src/api/queries.ts';
import { ItemsInput } from '../../../console/src/items/items-input.tsx';
import { anItemRow } from '../../support/recommendations.ts';
import { rendered, wordsOf } from '../../support/rendered.tsx';

const api = createApiClient({ apiUrl: '', token: async () => undefined });

function input(value: readonly string[], queries = new QueryClient()) {
  const field = { label: 'Items', description: 'By title', placeholder: 'all of them', value, most: 3 };
  return rendered(
    <ApiContext value={api}>
      <QueryClientProvider client={queries}>
        <ItemsInput {...field} onChange={() => undefined} />
      </QueryClientProvider>
    </ApiContext>,
  );
}

describe('the field of items', () => {
  it('is a combobox with a label', async () => {
    const markup = await input([]);

    const [, id = 'none'] = /<label[^>]* for="([^"]*)"/.exec(markup) ?? [];
    expect(markup).toMatch(new RegExp(`<input(?=[^>]* id="${id}")[^>]* role="combobox"`));
  });

  it('says what is meant while nothing is chosen', async () => {
    expect(await input([])).toContain('placeholder="all of them"');
    expect(await input(['lamp'])).not.toContain('all of them');
  });

  it('shows what is chosen by id until titles are read, then by title, and says what the catalogue has not', async () => {
    const queries = new QueryClient();
    const before = wordsOf(await input(['lamp', 'gone'], queries));
    queries.setQueryData(itemsQuery(api, ['lamp', 'gone']).queryKey, {
      data: [anItemRow('lamp', { title: 'Linen lamp' })],
      has_more: false,
      next_cursor: null,
    });

    const after = wordsOf(await input(['lamp', 'gone'], queries));

    expect(before).toEqual(expect.arrayContaining(['lamp', 'gone']));
    expect(after).toEqual(expect.arrayContaining(['Linen lamp', 'gone · not in the catalogue']));
  });
});
