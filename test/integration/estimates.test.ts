import { Estimate, EstimatePage, StartEstimateResponse } from '../../core/experiments/estimate-contract.ts';
import { chunksOf } from '../../core/platform/chunks-of.ts';
import { Recommendations } from '../../core/recommendations/contract.ts';
import { SurfaceExperiment } from '../../core/recommendations/recipe-contract.ts';
import { aTrackCall, type Who } from './support/calls.ts';
import { lakeLines } from './support/lake.ts';
import { demo, eventually, newId, send } from './support/platform.ts';
import { openClients } from './support/shops.ts';

const PATH = '/recommendations/experiments/home/estimates';
const PEOPLE = 60;
/** No model and no list serves this shop; what a filter names is looked up. */
const EVERYTHING = encodeURIComponent('price > 0');
const since = new Date();
let clients: Awaited<ReturnType<typeof openClients>>;
let shop: (typeof clients)['asked'];

/** A shop of a few items, on whose first page a bandit draws one of two recipes evenly. */
beforeAll(async () => {
  clients = await openClients();
  shop = clients.asked;
  const items = ['lamp', 'sofa', 'vase', 'rug'].map((itemId) => ({ itemId, title: `The ${itemId}`, price: 1_000 }));
  expect((await shop.post('/items', { items })).status).toBe(200);
  const arms = [{ recipe: 'for-you' }, { recipe: 'popular' }];
  const body = { name: 'spring', kind: 'bandit', arms, epsilon: 1 };
  const set = await send('/recommendations/experiments/home', { method: 'PUT', authorization: shop.server, body });
  expect(set.status).toBe(200);
});

async function asked(request: object, headers: Readonly<Record<string, string>> = {}): Promise<string> {
  const { status, body } = await shop.post(PATH, request, headers);
  expect({ status, body }).toMatchObject({ status: 202 });
  return StartEstimateResponse.parse(body).estimateId;
}

const ended = (estimateId: string) =>
  eventually(async () => {
    const estimate = await shop.read(`${PATH}/${estimateId}`, Estimate);
    return estimate.status !== 'running' && estimate;
  }, 'the end of the estimate');

/** What each is shown of the experiment, where a slate came of it. */
async function shownTo(who: Who): Promise<{ readonly who: Who; readonly slate: Recommendations } | undefined> {
  const name = who.userId === undefined ? `anonymousId=${who.anonymousId}` : `customerId=${who.userId}`;
  const path = `/recommendations?${name}&surface=home&k=4&filter=${EVERYTHING}`;
  const slate = Recommendations.parse(await clients.server.get(path));
  return slate.experiment ? { who, slate } : undefined;
}

describe('what recipes would have earned', () => {
  it('is told to need an experiment where none has run', async () => {
    const estimate = await ended(await asked({}));

    expect(estimate).toMatchObject({
      status: 'failed',
      says: { code: 'no-recipe-drawn', values: { surface: 'home' } },
    });
  });

  it('agrees with what the experiment counted, and is one estimate however often it is ordered', async () => {
    const people = Array.from({ length: PEOPLE }, (_, index) =>
      index % 2 ? { anonymousId: newId('browser') } : { userId: newId('user') },
    );
    const shown: NonNullable<Awaited<ReturnType<typeof shownTo>>>[] = [];
    for (const some of chunksOf(people, 5))
      shown.push(...(await Promise.all(some.map(shownTo))).filter((one) => one !== undefined));
    expect(shown.map(({ slate }) => slate.items.length)).toEqual(shown.map(() => 4));
    const clicked = shown.filter(({ slate }, index) => index % (slate.experiment?.arm === 'popular' ? 5 : 2) === 0);
    for (const { who, slate } of clicked)
      await shop.track(aTrackCall('Product Clicked', who, slate.items[0]?.itemId, { request_id: slate.requestId }));
    const counted = await eventually(async () => {
      const found = await shop.read('/recommendations/experiments/home', SurfaceExperiment);
      const sum = (key: 'shown' | 'rewarded') => (found.counted ?? []).reduce((all, one) => all + one[key], 0);
      return sum('shown') === shown.length && sum('rewarded') === clicked.length && found.counted;
    }, 'all slates and clicks to be counted');
    await eventually(
      async () => (await lakeLines('events', since, clients.shop)).length >= clicked.length,
      'all clicks in the lake',
    );

    const request = { policies: [{ known: 'for-you', new: 'popular' }] };
    const key = { 'idempotency-key': newId('order') };
    const estimateId = await asked(request, key);
    const { found } = await ended(estimateId);

    expect(await asked(request, key)).toBe(estimateId);
    expect(found).toMatchObject({ experiment: 'spring', reward: 'click', rows: shown.length, customers: shown.length });
    expect(found?.drawn).toEqual(counted.map(({ recipe, shown: slates }) => ({ recipe, slates })));
    expect(found?.behaviour.value).toBeCloseTo(clicked.length / shown.length);
    for (const { recipe, share } of counted)
      expect(found?.policies.find((one) => one.known === recipe && one.new === recipe)?.snips?.value).toBeCloseTo(
        share?.value ?? Number.NaN,
      );
    expect(found?.policies.at(-1)).toMatchObject({ known: 'for-you', new: 'popular', verdict: expect.any(String) });
    const { data } = await shop.read(PATH, EstimatePage);
    expect(data.map(({ status }) => status)).toEqual(['done', 'failed']);
  });

  it('is told to nobody else', async () => {
    const { data } = await shop.read(PATH, EstimatePage);

    expect((await demo.get(`${PATH}/${data[0]?.estimateId}`)).status).toBe(404);
    expect((await send(PATH, { authorization: shop.browser })).status).toBe(403);
  });

  it('is refused by the field that does not read', async () => {
    const refused = await shop.post(PATH, { policies: [{ known: 'for-you' }] });

    expect(refused).toMatchObject({ status: 400, body: { errors: [{ pointer: '#/policies/0/new' }] } });
  });
});
