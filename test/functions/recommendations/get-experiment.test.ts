import { ShownSlate } from '../../../core/experiments/count-outcome.ts';
import { SurfaceExperiment } from '../../../core/recommendations/recipe-contract.ts';
import { getExperiment } from '../../../functions/recommendations/get-experiment.ts';
import { putExperiment } from '../../../functions/recommendations/put-experiment.ts';
import { anExperiment, aSurfaceTable } from '../../support/experiments.ts';
import { aNow } from '../../support/recommendations.ts';

describe('an A/B test that is looked at', () => {
  const experiment = anExperiment(['for-you', 'popular']);
  type Shown = readonly (readonly [person: string, arm: string])[];
  const aTest = () => {
    const { recipes, outcomes } = aSurfaceTable();
    return {
      set: (asked: object = {}) =>
        putExperiment('demo', { surface: 'home', experiment: { ...experiment, ...asked } }, recipes, outcomes),
      setBefore: () => recipes.changeExperiment('demo', 'home', async () => ({ experiment, countsEverybody: false })),
      show: async (customers: Shown) => {
        for (const [index, [person, arm]] of customers.entries()) {
          const slate = { surface: 'home', experiment: 'spring', kind: 'ab', arm, reward: 'click', group: index % 20 };
          const shown = ShownSlate.parse({ ...slate, at: aNow.toISOString(), items: ['lamp'] });
          await outcomes.shown('demo', `request-${index}`, shown, aNow, person);
        }
      },
      look: async () => SurfaceExperiment.parse(await getExperiment('demo', 'home', recipes, outcomes)),
    };
  };
  const shownTo = async (customers: Shown) => {
    const { set, show, look } = aTest();
    await set();
    await show(customers);
    return look();
  };
  const lopsided = Array.from({ length: 60 }, (_, index) => [`customer-${index}`, 'for-you'] as const);

  it('says so where one recipe got no customers, and compares nothing', async () => {
    const result = await shownTo(lopsided);

    expect(result).toMatchObject({ isSplitAsPlanned: false, comparisons: [{ verdict: 'mismatch' }] });
    expect(result.counted).toMatchObject([{ customers: 60 }, { customers: 0 }]);
  });

  it('says nothing of the kind where one customer saw sixty slates of one recipe', async () => {
    const result = await shownTo(Array.from({ length: 60 }, () => ['ann', 'for-you']));

    expect(result).toMatchObject({ isSplitAsPlanned: true, comparisons: [{ verdict: 'too-early' }] });
    expect(result.counted?.[0]).toMatchObject({ shown: 60, customers: 1 });
  });

  it('goes on saying so when it was stopped', async () => {
    const { set, show, look } = aTest();
    await set();
    await show(lopsided);

    await set({ isRunning: false });

    await expect(look()).resolves.toMatchObject({ isSplitAsPlanned: false });
  });

  it('says nothing of its customers where it began before they were counted, also when it goes on', async () => {
    const { set, setBefore, show, look } = aTest();
    await setBefore();
    await show(lopsided);
    await set({ isRunning: false });

    const result = await look();

    expect(result.isSplitAsPlanned).toBeUndefined();
    expect(result.counted?.[0]).not.toHaveProperty('customers');
    expect(result.comparisons).toMatchObject([{ verdict: 'too-early' }]);
  });

  it('says nothing of them where a test of its name was shown before another took its place', async () => {
    const { set, show, look } = aTest();
    await set({ arms: [{ ...experiment.arms[0], weight: 9 }, experiment.arms[1]] });
    await show(lopsided);
    await set({ name: 'autumn' });
    await set();

    await expect(look()).resolves.toMatchObject({ experiment, counted: [{ shown: 60 }, { shown: 0 }] });
    expect((await look()).isSplitAsPlanned).toBeUndefined();
  });
});
