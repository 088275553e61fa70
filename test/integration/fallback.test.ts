import { ModelView } from '../../core/models/contract.ts';
import { Recommendations } from '../../core/recommendations/contract.ts';
import { putBack, takeAway } from '../../local/endpoints.ts';
import { anOrder, aTrackCall } from './support/calls.ts';
import { demo, eventually, newId } from './support/platform.ts';

const slateOf = (customerId: string) =>
  demo.read(`/recommendations?customerId=${customerId}&surface=home&k=20`, Recommendations);

async function aTreatedCustomer(): Promise<string> {
  return eventually(async () => {
    const customerId = newId('user');
    return (await slateOf(customerId)).experimentArm === 'treated' && customerId;
  }, 'a customer who is treated');
}

/** Of the model that finds items, where there is one, and of the one that orders them. */
let endpoints: readonly string[] = [];
beforeAll(async () => {
  const models = ['recommender', 'purchase'].map((name) => demo.read(`/models/${name}`, ModelView));
  endpoints = (await Promise.all(models)).flatMap(({ champion }) => champion.map(({ endpointName }) => endpointName));
});
afterAll(() => Promise.all(endpoints.map(putBack)), 120_000);

describe('while no model answers', () => {
  it('slates come all the same, by a policy that names itself and under the same rules', async () => {
    const customerId = await aTreatedCustomer();
    const [bought, basket, viewed] = (await slateOf(customerId)).items.map(({ itemId }) => itemId);
    await demo.track(anOrder({ userId: customerId }, bought ?? ''));
    await demo.track(aTrackCall('Product Added', { userId: customerId }, basket));
    await demo.track(aTrackCall('Product Viewed', { userId: customerId }, viewed));

    await Promise.all(endpoints.map(takeAway));
    const slate = await eventually(async () => {
      const now = await slateOf(customerId);
      return !now.items.some(({ itemId }) => itemId === bought || itemId === basket) && now;
    }, 'a slate without what was bought and what is in the basket');

    expect(slate.policy).toBe('co-visitation');
    expect(slate.modelVersion).toMatch(/^candidates-/);
    expect(slate.items.length).toBeGreaterThanOrEqual(10);
    expect(slate.items.filter(({ source }) => source === 'champion')).toEqual([]);

    await Promise.all(endpoints.map(putBack));
    const back = await eventually(async () => {
      const now = await slateOf(customerId);
      return now.policy.startsWith('champion/') && now;
    }, 'the champion back');
    expect(back.items[0]?.source).toBe('champion');
  });
});
