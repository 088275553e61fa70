import { Audience, CampaignView } from '../../core/campaigns/contract.ts';
import { winBack } from '../../core/campaigns/library.ts';
import { CustomerPage, CustomerView } from '../../core/customers/contract.ts';
import { ProblemDetails } from '../../core/platform/contract.ts';
import { Profile } from '../../core/profiles/contract.ts';
import { ClusterList, StartRefreshResponse } from '../../core/profiles/refresh-contract.ts';
import { anIdentifyCall, anOrder, aTrackCall } from './support/calls.ts';
import { demo, eventually, newId, type Shop } from './support/platform.ts';
import { openShop } from './support/shops.ts';

/** Two jobs of Python on a machine that may be busy. */
const REFRESH_PATIENCE_MS = 420_000;

const clustersOf = (shop: Shop) => shop.read('/profiles/clusters', ClusterList);

/** Orders a refresh and answers what is published when it has ended. */
async function refreshed(shop: Shop): Promise<ClusterList> {
  const answer = await shop.post('/profiles/refresh', {});
  expect(answer.status).toBe(202);
  const { runId } = StartRefreshResponse.parse(answer.body);
  return eventually(
    async () => {
      const list = await clustersOf(shop);
      if (list.refresh?.status === 'failed') throw new Error(`The refresh failed: ${list.refresh.reason}`);
      return list.published?.runId === runId && list.refresh?.status === 'done' && list;
    },
    'the refresh',
    REFRESH_PATIENCE_MS,
  );
}

describe('a refresh of the demo shop', () => {
  let first: ClusterList;
  beforeAll(async () => {
    first = await refreshed(demo);
  }, REFRESH_PATIENCE_MS + 10_000);

  it('finds named groups that share the customers out', () => {
    expect(first.data.length).toBeGreaterThanOrEqual(2);
    expect(first.data.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 2);
    expect(new Set(first.data.map(({ name }) => name.en)).size).toBe(first.data.length);
    for (const { name } of first.data) expect(name.zh).not.toBe('');
    expect(first.published?.dataSet).toMatch(/^[0-9a-f]{64}$/);
  });

  it('claims churn only with a calibration that beats the base rate', () => {
    const { churn } = first.published ?? {};

    expect(churn?.horizonDays).toBeGreaterThan(0);
    expect(churn?.calibration?.customers).toBeGreaterThanOrEqual(100);
    expect(churn?.basis.mode === 'model').toBe((churn?.calibration?.difference.high ?? 0) < 0);
  });

  it('writes a profile of a customer that says what it rests on', async () => {
    const { data } = await demo.read('/customers?limit=100', CustomerPage);
    const profiles = await Promise.all(
      data.slice(0, 30).map(({ pseudonym }) => demo.get(`/customers/${pseudonym}/profile?by=pseudonym`)),
    );
    const read = profiles.filter(({ status }) => status === 200).map(({ body }) => Profile.parse(body));
    const [grouped] = read.filter(({ cluster }) => cluster);

    expect(grouped).toMatchObject({ mode: 'model', modelVersion: first.published?.runId });
    expect(first.data.map(({ id }) => id)).toContain(grouped?.cluster?.id);
    expect(grouped?.facts.categories.length).toBeGreaterThan(0);
    for (const { churn, basis } of read) if (basis?.churn.mode === 'rules') expect(churn).toBeNull();
    for (const { churn, facts } of read) if (!facts.orders) expect(churn).toBeNull();
  });

  it('makes a group an audience, of whom no other group has anybody', async () => {
    const audience = async (segment: string) =>
      Audience.parse((await demo.post('/campaigns/win-back/audience', { segment })).body).matched;
    const [group] = first.data;

    const own = await audience(`customer.cluster = '${group?.id}'`);

    // A group holds browsers of nobody known too, and those have no address.
    expect(own).toBeGreaterThan(0);
    expect(own).toBeLessThanOrEqual(group?.customers ?? 0);
    expect(await audience(`customer.cluster in [${first.data.map(({ id }) => `'${id}'`).join(', ')}]`)).toBeGreaterThan(
      own,
    );
    expect(await audience(`customer.cluster = '${group?.id}' and customer.cluster != '${group?.id}'`)).toBe(0);
    expect(await audience("customer.rfm in ['lost', 'at-risk'] and customer.orders = 0")).toBe(0);
  });

  it('lets a campaign run for a group', async () => {
    const campaignId = newId('group').slice(0, 14);
    const segment = `customer.cluster = '${first.data[0]?.id}'`;
    const definition = { ...winBack, name: 'A group', schedule: null, items: 0, segment };
    expect(await demo.post('/campaigns', { campaignId, definition, isActive: false })).toMatchObject({ status: 200 });
    expect(await demo.post(`/campaigns/${campaignId}/run`, {})).toMatchObject({ status: 202 });

    const run = await eventually(
      async () => {
        const [latest] = (await demo.read(`/campaigns/${campaignId}`, CampaignView)).runs;
        return latest && latest.status !== 'running' && latest;
      },
      'the run for a group',
      120_000,
    );

    expect(run).toMatchObject({ status: 'done' });
    expect(run.counts?.audience).toBeGreaterThan(0);
    expect(run.counts?.failed).toBe(0);
  });

  it(
    'keeps ids and names of groups when it is done again, and answers one order once',
    async () => {
      const key = newId('key');
      const [one, again] = await Promise.all(
        [key, key].map((id) => demo.post('/profiles/refresh', {}, { 'Idempotency-Key': id })),
      );
      const statuses = [one?.status, again?.status].sort();
      const second = await eventually(
        async () => {
          const list = await clustersOf(demo);
          return list.refresh?.status === 'done' && list.published?.runId !== first.published?.runId && list;
        },
        'the second refresh',
        REFRESH_PATIENCE_MS,
      );

      // The second of two that come together is either answered alike or told that the first is being worked on.
      expect(statuses[0]).toBe(202);
      const namesOf = (list: ClusterList) => Object.fromEntries(list.data.map(({ id, name }) => [id, name.en]));
      expect(namesOf(second)).toEqual(namesOf(first));
    },
    REFRESH_PATIENCE_MS + 10_000,
  );
});

describe('a customer whom no refresh has met', () => {
  it('has a profile by rules from the first view on, and churn is not claimed', async () => {
    const shop = await openShop();
    const userId = newId('customer');
    await shop.track(anIdentifyCall({ userId }));
    await shop.track(aTrackCall('Product Viewed', { userId }, 'lamp'));
    await shop.track(anOrder({ userId }, 'lamp'));

    const profile = await eventually(async () => {
      const { status, body } = await shop.get(`/customers/${userId}/profile`);
      const found = status === 200 ? Profile.parse(body) : undefined;
      return found?.facts.orders === 1 && found;
    }, 'the profile');

    expect(profile).toMatchObject({
      mode: 'rules',
      basis: null,
      cluster: null,
      churn: null,
      rfm: { recency: 5, frequency: 1, segment: 'new', scale: 'fixed' },
      modelVersion: 'live',
    });
  });

  it(
    'is below the data minimum after a refresh too, which says what is missing',
    async () => {
      const shop = await openShop();
      const userId = newId('customer');
      await shop.post('/items', {
        items: [{ itemId: 'lamp', title: 'Red lamp', category: ['Home', 'Lamps'], price: 1_999 }],
      });
      await shop.track(aTrackCall('Product Viewed', { userId }, 'lamp'));
      await eventually(async () => (await shop.get(`/customers/${userId}/profile`)).status === 200, 'the event');

      const { data, published } = await refreshed(shop);
      const profile = await shop.read(`/customers/${userId}/profile`, Profile);

      expect(data).toEqual([]);
      expect(published?.clusters.basis).toMatchObject({ mode: 'rules', reason: 'too-few-customers' });
      expect(published?.churn).toMatchObject({ basis: { reason: 'too-short-history' }, calibration: null });
      expect(profile).toMatchObject({ mode: 'rules', churn: null, cluster: null, modelVersion: published?.runId });
      expect(profile.facts.categories).toEqual([{ value: 'Lamps', share: 1 }]);
      expect(profile.reasons.map(({ code }) => code)).toContain('no-churn');
    },
    REFRESH_PATIENCE_MS + 10_000,
  );
});

describe('profiles of another shop', () => {
  it('are not there, by whatever name one asks', async () => {
    const other = await openShop();
    const [customer] = (await demo.read('/customers', CustomerPage)).data;
    const { pseudonym } = await demo.read(`/customers/${customer?.customerId}`, CustomerView);

    for (const path of [`${customer?.customerId}/profile`, `${pseudonym}/profile?by=pseudonym`]) {
      const { status, body } = await other.get(`/customers/${path}`);
      expect([path, status, ProblemDetails.parse(body).status]).toEqual([path, 404, 404]);
    }
    expect(await clustersOf(other)).toEqual({ data: [], refresh: null, published: null });
  });

  it('are refused with a problem where nobody is known, or the question does not read', async () => {
    const unknown = await demo.get(`/customers/${newId('nobody')}/profile`);
    const wrong = await demo.get('/customers/ann/profile?by=name');

    expect(ProblemDetails.parse(unknown.body)).toMatchObject({ status: 404 });
    expect(ProblemDetails.parse(wrong.body)).toMatchObject({ status: 400, errors: [{ pointer: 'query/by' }] });
  });
});
