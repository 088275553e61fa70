import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createApiClient } from '../../../console/src/api/api-client.ts';
import { ApiContext } from '../../../console/src/api/api-context.ts';
import { FilterField } from '../../../console/src/filters/filter-field.tsx';
import { fieldErrorsOf } from '../../../core/platform/field-errors.ts';
import { SentFilterText } from '../../../core/recommendations/filter-text.ts';
import { rendered, wordsOf } from '../../support/rendered.tsx';

/** As it first stands, with the fault that the contract finds in it. */
function shown(value: string, language: 'en' | 'zh' = 'en', queries = new QueryClient()) {
  const { error } = SentFilterText.safeParse(value);
  const api = createApiClient({ apiUrl: '', token: async () => undefined });
  return rendered(
    <ApiContext value={api}>
      <QueryClientProvider client={queries}>
        <FilterField
          label="Filter"
          value={value}
          fault={value && error ? fieldErrorsOf(error)[0] : undefined}
          onChange={() => undefined}
        />
      </QueryClientProvider>
    </ApiContext>,
    language,
  );
}

describe('the field of a filter', () => {
  it('shows its conditions as rows, and what they mean', async () => {
    const markup = await shown("brand in ['Acme', 'Nord'] and (price <= 50 or price * 2 > stock)");

    expect(markup.match(/class="filter-row"/g)).toHaveLength(3);
    for (const value of ['value="Brand"', 'value="is one of"', 'value="at most"', 'value="All of these hold"'])
      expect(markup).toContain(value);
    expect(markup).toMatch(/<textarea[^>]*>price \* 2 &gt; stock/);
    expect(wordsOf(markup)).toContain('Brand is Acme or Nord, and (price is at most 50, or “price * 2 &gt; stock”).');
  });

  it('says of nothing what it means, in both languages', async () => {
    expect(wordsOf(await shown(''))).toEqual(
      expect.arrayContaining(['Add a condition', 'No condition: every item meets it.']),
    );
    expect(wordsOf(await shown('', 'zh'))).toEqual(expect.arrayContaining(['添加条件', '没有条件：所有商品都符合。']));
  });

  it('says what is wrong at the row that it is in', async () => {
    const markup = await shown("stock > 1 and category = 'a' and isHidden");
    const [, before, row] = markup.split('class="filter-row"');

    expect(row).toContain('This compares a list with a text');
    expect(before).not.toContain('This compares');
    expect(markup.match(/aria-invalid="true"/g)).toHaveLength(1);
  });

  it('keeps what does not read in a row of its own', async () => {
    const markup = await shown('price <');

    expect(markup).toMatch(/<textarea[^>]*>price &lt;/);
    expect(wordsOf(markup)).toContain('The filter ends too early, at position 7.');
  });

  it('says how many items meet it, and where not all of them were counted', async () => {
    const queries = new QueryClient();
    queries.setQueryData(['items', 'count', 'price > 1'], { matched: 3, looked: 7_000, isWhole: false });
    queries.setQueryData(['items', 'count', 'price > 2'], { matched: 2, looked: 40, isWhole: true });

    expect(wordsOf(await shown('price > 1', 'en', queries))).toContain(
      '3 of the first 7,000 items meet it; the rest of the catalogue was not counted.',
    );
    expect(wordsOf(await shown('price > 2', 'zh', queries))).toContain('40 件商品中有 2 件符合。');
  });
});
