import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import i18next from 'i18next';
import type { ReactNode } from 'react';
import { createApiClient } from '../../../console/src/api/api-client.ts';
import { ApiContext } from '../../../console/src/api/api-context.ts';
import { createFormats } from '../../../console/src/parts/formats.ts';
import { toCsv } from '../../../console/src/parts/to-csv.ts';
import { BatchForm } from '../../../console/src/recommendations/batch-form.tsx';
import { BatchView } from '../../../console/src/recommendations/batch-view.tsx';
import { BatchesTable, batchColumns } from '../../../console/src/recommendations/batches-table.tsx';
import { faultText, withFault } from '../../../core/platform/fault.ts';
import type { SlateBatch } from '../../../core/recommendations/batch-contract.ts';
import { BUILT_IN } from '../../../core/recommendations/recipe.ts';
import { rendered, wordsOf } from '../../support/rendered.tsx';

const aBatch = (overrides: Partial<SlateBatch> = {}): SlateBatch => ({
  shop: 'demo',
  batchId: '01jbatch0000000000000000aa',
  request: { kind: 'slates', recipe: 'for-you', surface: 'email', k: 10 },
  recipeVersion: 3,
  status: 'running',
  startedAt: '2026-11-20T10:00:00.000Z',
  parts: { total: 8, done: 2 },
  customers: 1_240,
  ...overrides,
});
const ended = { endedAt: '2026-11-20T10:05:00.000Z', parts: { total: 8, done: 8 } };
const location = 's3://artifacts/batches/demo/01jbatch0000000000000000aa/';
const segment = aBatch({
  ...{ ...ended, status: 'done', location, files: 1, customers: 5_000, found: 40 },
  request: { kind: 'customers', recipe: 'lapsed', itemIds: ['lamp', 'rug'], size: 100, filter: 'price < 20' },
});
const asleep = `UnavailableError: ${JSON.stringify({ errorMessage: faultText('champion-asleep', {}), trace: [] })}`;
const failed = withFault(aBatch({ ...ended, status: 'failed', parts: { total: 8, done: 3 }, reason: asleep }));
const WHY = 'The purchase champion did not answer, and customers are compared by nothing else.';

/** As it first stands; the shop's recipes are those that the platform brings along. */
function standing(part: ReactNode, language: 'en' | 'zh' = 'en') {
  const queries = new QueryClient();
  queries.setQueryData(['recipes'], { data: [...BUILT_IN.values()] });
  const api = createApiClient({ apiUrl: '', token: async () => undefined });
  return rendered(
    <ApiContext value={api}>
      <QueryClientProvider client={queries}>{part}</QueryClientProvider>
    </ApiContext>,
    language,
  );
}

describe('the list of batches', () => {
  const words = async (...batches: SlateBatch[]) =>
    wordsOf(await standing(<BatchesTable batches={batches} onMore={undefined} />));

  it('says of each what is made, by which version of which recipe, and how it stands', async () => {
    expect(await words(aBatch())).toEqual(
      expect.arrayContaining(['A slate for everybody', 'for-you@3', 'Running', '2 of 8 parts', '1,240']),
    );
    expect(await words(segment)).toEqual(expect.arrayContaining(['Likely buyers', 'lapsed@3', 'Done', '5,000', '1']));
    expect(await words(failed)).toEqual(expect.arrayContaining(['Failed', WHY]));
  });

  it('shows no figure for what is not known, as of a batch of before it was kept', async () => {
    const old = aBatch({ recipeVersion: undefined, parts: undefined, customers: undefined });

    const told = await words(old);

    expect(told).toContain('for-you');
    expect(told.filter((word) => word === '–')).toHaveLength(2);
    expect(told.join(' ')).not.toMatch(/parts|undefined|NaN/);
  });

  it('is taken away with nothing where nothing is known', () => {
    const begun = aBatch({ parts: undefined, customers: undefined });
    const columns = batchColumns(i18next.getFixedT('en'), createFormats('en'));

    const [, line] = toCsv(columns, [begun], (end) => end).split('\r\n');

    expect(line).toMatch(/,for-you@3,,,$/);
  });

  it('leads to each, and says how a first one comes where there is none', async () => {
    expect(await standing(<BatchesTable batches={[aBatch()]} onMore={undefined} />)).toContain(
      'href="/recommendations/batches/01jbatch0000000000000000aa"',
    );
    expect(await words()).toContain('No batch yet');
  });

  it('offers older ones only where there are any', async () => {
    const list = (onMore: (() => void) | undefined) => standing(<BatchesTable batches={[failed]} onMore={onMore} />);

    expect(wordsOf(await list(() => undefined))).toContain('Show more');
    expect(wordsOf(await list(undefined))).not.toContain('Show more');
  });
});

describe('one batch', () => {
  const words = async (batch: SlateBatch, language?: 'en' | 'zh') =>
    wordsOf(await standing(<BatchView batch={batch} />, language));

  it('shows how far it is while it runs, and no files yet', async () => {
    const markup = await standing(<BatchView batch={aBatch()} />);

    expect(markup).toContain('aria-valuenow="25"');
    expect(wordsOf(markup)).toContain('1,240 customers looked at so far');
    expect(wordsOf(markup)).not.toContain('Files');
    const told = await words(aBatch({ customers: undefined, parts: { total: 8, done: 0 } }));
    expect(told).toContain('It is about to begin.');
  });

  it('can be stopped while it runs, and no longer', async () => {
    expect(await words(aBatch())).toContain('Stop');
    expect(await words(aBatch(), 'zh')).toContain('停止');
    for (const over of [segment, failed]) expect(await words(over)).not.toContain('Stop');
  });

  it('of customers says how many were found, where they lie, and what was asked for', async () => {
    const told = await words(segment);

    expect(told).toEqual(expect.arrayContaining([location, 'Copy', '40 customers found, out of 5,000 looked at.']));
    expect(told).toContain('To the others, filter and recipe leave none of these items.');
    expect(told).toEqual(expect.arrayContaining(['lapsed@3', '100', 'lamp · rug', 'price < 20'.replace('<', '&lt;')]));
    expect(told.join(' ')).toContain('segment.jsonl.gz');
  });

  it('of customers by items that nobody had met as well says where these are, and that they compare alone', async () => {
    const told = (await words({ ...segment, files: 2, foundUnmet: 60 })).join(' ');

    expect(told).toContain('60 customers stand in segment-unmet.jsonl.gz');
    expect(told).not.toContain('To the others');
  });

  it('of customers that is full, or of before they were counted, says no more than is known', async () => {
    expect((await words({ ...segment, found: 100 })).join(' ')).not.toContain('To the others');
    expect(await words({ ...segment, found: undefined })).toContain('5,000 customers were looked at.');
  });

  it('speaks of one as of one', async () => {
    const one = { customers: 1, parts: { total: 1, done: 1 }, files: 1 };
    const done = (batch: SlateBatch) => words({ ...batch, ...ended, status: 'done', location, ...one });

    expect((await words(aBatch(one))).join(' ')).toContain('1 of 1 part 1 customer looked at so far');
    expect((await done(aBatch())).join(' ')).toMatch(/made for 1 customer\. .* 1 compressed file of JSON Lines/);
    expect(await done({ ...segment, found: 1 })).toContain('1 customer found, out of 1 looked at.');
    expect(await words({ ...failed, ...one })).toContain('1 customer was looked at until then.');
  });

  it('says why it failed, how far it had come, and what to do', async () => {
    const told = await words(failed);

    expect(told).toEqual(expect.arrayContaining([WHY, '1,240 customers were looked at until then.']));
    expect(told.join(' ')).toContain('Start it again');
    expect(await words(failed, 'zh')).toContain('购买冠军模型没有响应，而顾客只能由它比较。');
    expect(await words({ ...failed, reason: 'no space', says: undefined })).toContain(
      'In the machine&#x27;s own words: no space',
    );
  });

  it('that somebody stopped has no cause to be seen to', async () => {
    const stopped = withFault({ ...failed, reason: faultText('aborted', {}) });

    const told = await words(stopped);

    expect(told).toEqual(expect.arrayContaining(['Stopped', 'Somebody stopped the run.']));
    expect(told).not.toContain('Failed');
    expect(told.join(' ')).not.toContain('Start it again');
  });

  it('speaks both languages', async () => {
    const slates = aBatch({ ...ended, status: 'done', location, files: 16 });

    expect(await words(slates)).toContain('A slate was made for each of 1,240 customers.');
    expect(await words(slates, 'zh')).toContain('已为 1,240 位顾客各生成一个推荐列表。');
  });
});

describe('the form that starts one', () => {
  it('asks of each kind what its order is made of', async () => {
    const slates = wordsOf(await standing(<BatchForm kind="slates" />));
    const customers = wordsOf(await standing(<BatchForm kind="customers" recipe="user-segment" />));

    expect(slates).toEqual(expect.arrayContaining(['Recipe', 'Surface', 'Items in each slate', 'Filter', 'Start']));
    expect(slates).not.toContain('Customers at most');
    expect(customers).toEqual(expect.arrayContaining(['Recipe', 'Items', 'Customers at most', 'Filter', 'Start']));
    expect(customers).not.toContain('Surface');
  });

  it('says in a number that is left empty what it comes to', async () => {
    expect(await standing(<BatchForm kind="slates" />)).toContain('placeholder="10"');
    expect(await standing(<BatchForm kind="customers" />)).toContain('placeholder="1000"');
  });

  it('cannot be sent before an item is named, and scolds nobody for that', async () => {
    const markup = await standing(<BatchForm kind="customers" />);

    expect(markup).toMatch(/<button[^>]*disabled=""[^>]*>(<[^>]*>)*Start/);
    expect(wordsOf(markup)).toContain('Name at least one item');
    expect(wordsOf(markup)).not.toContain('Name at least 1.');
  });

  it('says at its field, in the language of the console, that a recipe makes no such batch', async () => {
    const words = async (language: 'en' | 'zh') =>
      wordsOf(await standing(<BatchForm kind="customers" recipe="popular" />, language));

    expect(await words('en')).toContain(
      'Customers are chosen by a recipe whose base is user-segment; the base of this one is popular.',
    );
    expect(await words('zh')).toContain('可能的买家须由来源为 user-segment 的方案选出；此方案的来源为 popular。');
  });
});
