import { CustomerPage, CustomerView } from '../../core/customers/contract.ts';
import { DecisionPage } from '../../core/decisions/contract.ts';
import { ItemPage } from '../../core/items/contract.ts';
import { ModelView, RunPage } from '../../core/models/contract.ts';
import { HomeView } from '../../core/platform/home-contract.ts';
import { SlateBatchPage } from '../../core/recommendations/batch-contract.ts';
import { Recommendations } from '../../core/recommendations/contract.ts';
import { demo } from './support/platform.ts';
import { openShop } from './support/shops.ts';

let other: Awaited<ReturnType<typeof openShop>>;
beforeAll(async () => {
  other = await openShop();
});

describe('a second shop', () => {
  it("lists none of the first one's customers, items, runs, versions or batches", async () => {
    expect((await other.read('/customers', CustomerPage)).data).toEqual([]);
    expect((await other.read('/items', ItemPage)).data).toEqual([]);
    expect((await other.read('/models/purchase/runs', RunPage)).data).toEqual([]);
    expect(await other.read('/models/purchase', ModelView)).toMatchObject({ champion: [], versions: [] });
    expect((await other.read('/recommendations/batches', SlateBatchPage)).data).toEqual([]);
    expect((await other.read('/home', HomeView)).events).toMatchObject({ lastHour: 0, latest: [] });
  });

  it('reads none of them by their names either', async () => {
    const [customer] = (await demo.read('/customers', CustomerPage)).data;
    const [item] = (await demo.read('/items', ItemPage)).data;
    const [run] = (await demo.read('/models/purchase/runs', RunPage)).data;
    const { champion } = await demo.read('/models/purchase', ModelView);

    expect((await other.get(`/customers/${customer?.customerId}`)).status).toBe(404);
    expect((await other.get(`/customers/${customer?.pseudonym}?by=pseudonym`)).status).toBe(404);
    expect((await other.read(`/customers?query=${customer?.pseudonym}`, CustomerPage)).data).toEqual([]);
    expect((await other.read(`/items?ids=${item?.itemId}`, ItemPage)).data).toEqual([]);
    for (const search of [item?.itemId ?? '', item?.title ?? ''])
      expect((await other.read(`/items?${new URLSearchParams({ search })}`, ItemPage)).data).toEqual([]);
    expect((await other.get(`/models/purchase/runs/${run?.runId}`)).status).toBe(404);
    const rollback = await other.post('/models/purchase/rollback', { version: champion[0]?.modelVersion });
    expect(rollback.status).toBe(404);
  });

  it("sees none of the decisions, and is recommended nothing of the first one's", async () => {
    const { data } = await demo.read('/customers', CustomerPage);
    const pseudonym = data[0]?.pseudonym ?? '';
    const theirs = await demo.read(`/recommendations?pseudonym=${pseudonym}`, Recommendations);

    const ours = await other.read(`/recommendations?pseudonym=${pseudonym}`, Recommendations);
    const decisions = await other.read(`/customers/${pseudonym}/decisions?by=pseudonym`, DecisionPage);

    expect(theirs.items.length).toBeGreaterThan(0);
    expect(ours.items).toEqual([]);
    expect(decisions.data.map(({ shop }) => shop).filter((shop) => shop !== other.id)).toEqual([]);
  });

  it.each(['/customers', '/items'])('cannot go on from a cursor of the first one in %s', async (list) => {
    const { body } = await demo.get(`${list}?limit=1`);
    const cursor = Object(body).next_cursor;

    const { status } = await other.get(`${list}?cursor=${cursor}`);

    expect(cursor).toEqual(expect.any(String));
    expect(status).toBe(400);
  });

  it('keeps its own customer of the same id apart, under another pseudonym', async () => {
    const customerId = (await demo.read('/customers', CustomerPage)).data[0]?.customerId ?? '';
    await other.post('/customers', { customers: [{ customerId, attributes: { country: 'XX' } }] });

    const [ours, theirs] = await Promise.all([
      other.read(`/customers/${customerId}`, CustomerView),
      demo.read(`/customers/${customerId}`, CustomerView),
    ]);

    expect(ours.attributes).toEqual({ country: 'XX' });
    expect(theirs.attributes.country).not.toBe('XX');
    expect(ours.pseudonym).not.toBe(theirs.pseudonym);
    expect(ours.history).toEqual([]);
  });
});
