import { setTimeout as sleep } from 'node:timers/promises';
import { Batch, StartBatchResponse } from '../../core/content/batch-contract.ts';
import { Content, ContentPage, CreateContentResponse, ItemContent } from '../../core/content/contract.ts';
import { type ApiClient, ApiError } from '../../local/api-client.ts';
import { type OutsideWriter, startOutsideWriter } from '../support/outside-writer.ts';
import { openClients } from './support/shops.ts';

/** A model that knows what sells and not what is true. */
const WRITTEN = 'Love our leather daypack. It holds 25 litres of gear. This black backpack is the best of all.';

let laptop: { readonly server: ApiClient };
let writer: OutsideWriter | undefined;

beforeAll(async () => {
  laptop = await openClients();
  await laptop.server.post('/items', {
    items: [anItem('pack-1'), anItem('pack-2'), anItem('bare', { title: 'Thing 7' })],
  });
}, 300_000);
afterAll(() => writer?.close(), 60_000);

const anItem = (itemId: string, given: object = {}) => ({
  itemId,
  title: 'Mauve Leather Daypack',
  category: ['Accessories', 'Backpack'],
  brand: 'Fellside',
  attributes: { capacity: '18 l' },
  price: 14_999,
  ...given,
});

const write = async (itemId: string) =>
  CreateContentResponse.parse(await laptop.server.post('/content', { itemId })).data[0];
const shown = async (itemId: string) => ItemContent.parse(await laptop.server.get(`/items/${itemId}/content`)).data;

/** How the API refused: its status and problem. */
async function refusal(deed: Promise<unknown>) {
  const error = await deed.then(() => undefined).catch((thrown: unknown) => thrown);
  if (!(error instanceof ApiError)) throw new Error(`not refused by the API: ${String(error)}`);
  return { status: error.status, body: JSON.stringify(error.body) };
}

describe('texts over HTTP on the local cloud', () => {
  it('are refused with the way to get them while no model writes for the shop', async () => {
    const { status, body } = await refusal(write('pack-1'));

    expect(status).toBe(409);
    expect(body).toContain('POST /v1/models/generator/train');
  });

  it('never leave with a number that the catalogue does not have', async () => {
    writer = await startOutsideWriter(WRITTEN);

    const draft = await write('pack-1');

    expect(draft?.checked.text).toBe('Love our leather daypack.');
    expect(draft?.checked.sentences.map(({ outcome }) => outcome)).toEqual(['kept', 'dropped', 'dropped']);
    const path = `/content/${draft?.contentId}`;
    expect((await refusal(laptop.server.post(`${path}/revise`, { text: 'Our daypack holds 25 l.' }))).status).toBe(422);
    expect(await shown('pack-1')).toEqual([]);

    await laptop.server.post(`${path}/publish`, {});
    expect((await shown('pack-1')).map(({ text: words }) => words)).toEqual(['Love our leather daypack.']);
  });

  it('are replaced by a person’s wording, and come back', async () => {
    const [first] = await shown('pack-1');
    const revised = Content.parse(
      await laptop.server.post(`/content/${first?.contentId}/revise`, { text: 'Meet the Fellside daypack: 18 l.' }),
    );

    await laptop.server.post(`/content/${revised.contentId}/publish`, {});
    expect((await shown('pack-1')).map(({ text: words }) => words)).toEqual(['Meet the Fellside daypack: 18 l.']);
    await laptop.server.post(`/content/${first?.contentId}/publish`, {});

    expect((await shown('pack-1')).map(({ contentId }) => contentId)).toEqual([first?.contentId]);
    const earlier = ContentPage.parse(await laptop.server.get('/content?status=superseded'));
    expect(earlier.data.map(({ contentId }) => contentId)).toEqual([revised.contentId]);
  });

  it('are held against the catalogue as it is when they are published', async () => {
    const draft = await write('pack-2');
    await laptop.server.post('/items', { items: [anItem('pack-2', { title: 'Mauve Canvas Daypack' })] });

    const { status, body } = await refusal(laptop.server.post(`/content/${draft?.contentId}/publish`, {}));

    expect(status).toBe(422);
    expect(body).toContain('“leather” is contradicted by title');
  });

  it('are another shop’s to nobody', async () => {
    const { server: other } = await openClients();
    const [first] = await shown('pack-1');

    expect((await refusal(other.get(`/content/${first?.contentId}`))).status).toBe(404);
    expect(ItemContent.parse(await other.get('/items/pack-1/content')).data).toEqual([]);
  });

  it('are drafted for a whole catalogue, and the batch says what came of each item', async () => {
    await laptop.server.post('/items', { items: [anItem('pack-2')] });
    const { batchId } = StartBatchResponse.parse(await laptop.server.post('/content/batches', { kind: 'push' }));

    const batch = await ended(batchId);

    expect(batch).toMatchObject({ status: 'done', total: 3, drafted: 2, refused: 1, failed: 0, isCounted: true });
    const drafts = ContentPage.parse(await laptop.server.get('/content?status=draft&limit=100')).data;
    expect(
      drafts
        .filter((draft) => draft.batchId === batchId)
        .map(({ itemId }) => itemId)
        .sort(),
    ).toEqual(['pack-1', 'pack-2']);
  });
});

async function ended(batchId: string) {
  for (let waited = 0; waited < 100; waited++) {
    const batch = Batch.parse(await laptop.server.get(`/content/batches/${batchId}`));
    if (batch.status !== 'running') return batch;
    await sleep(1_000);
  }
  throw new Error('the batch did not end');
}
