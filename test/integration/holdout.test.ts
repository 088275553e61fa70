import { Recommendations } from '../../core/recommendations/contract.ts';
import { aTrackCall } from './support/calls.ts';
import { demo, eventually, newId } from './support/platform.ts';

const slateOf = (customerId: string) =>
  demo.read(`/recommendations?customerId=${customerId}&surface=home&k=20`, Recommendations);

/** One in twenty is held out: so many tries fail once in five thousand runs. */
async function heldOutCustomer(): Promise<string> {
  for (let tries = 0; tries < 170; tries++) {
    const customerId = newId('user');
    if ((await slateOf(customerId)).experimentArm === 'holdout') return customerId;
  }
  throw new Error('Nobody is held out');
}

describe('a customer of the holdout', () => {
  it('is shown what is popular, whatever they do, and never what the champion chose', async () => {
    const customerId = await heldOutCustomer();
    const before = await slateOf(customerId);
    const viewed = before.items[3]?.itemId ?? '';
    const inBasket = before.items[0]?.itemId ?? '';

    await demo.track(aTrackCall('Product Viewed', { userId: customerId }, viewed));
    await demo.track(aTrackCall('Product Added', { userId: customerId }, inBasket));
    const after = await eventually(async () => {
      const slate = await slateOf(customerId);
      return !slate.items.some(({ itemId }) => itemId === inBasket) && slate;
    }, 'a slate without what is in the basket');

    for (const { experimentArm, policy, items } of [before, after]) {
      expect({ experimentArm, policy }).toEqual({ experimentArm: 'holdout', policy: 'holdout-popular' });
      expect(new Set(items.map(({ source }) => source))).toEqual(new Set(['popular']));
      expect(new Set(items.map(({ propensity }) => propensity))).toEqual(new Set([1]));
    }
    const kept = before.items.map(({ itemId }) => itemId).filter((itemId) => itemId !== inBasket);
    expect(after.items.map(({ itemId }) => itemId).slice(0, kept.length)).toEqual(kept);
  });

  it('stays in the holdout from one request to the next', async () => {
    const customerId = await heldOutCustomer();

    const arms = await Promise.all([1, 2, 3].map(async () => (await slateOf(customerId)).experimentArm));

    expect(new Set(arms)).toEqual(new Set(['holdout']));
  });
});
