import fc from 'fast-check';
import { armProbabilities, chancesToBeBest, drawArm } from '../../../core/experiments/bandit.ts';
import { chooseRecipes } from '../../../core/experiments/choose-recipes.ts';
import { SlateExperimentDraft } from '../../../core/experiments/contract.ts';
import { draftTeams } from '../../../core/experiments/draft-teams.ts';

interface Letter {
  readonly itemId: string;
}
/** Picks by the order of its letters alone. */
const picksOf = (ids: string) => (placed: readonly Letter[]) =>
  [...ids].map((itemId) => ({ itemId })).find(({ itemId }) => placed.every((one) => one.itemId !== itemId));
const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0);

/** Every run of coins, and the slate that it leads to. */
function everySlate(left: string, right: string, k: number) {
  const runs = Array.from({ length: 2 ** k }, (_, bits) => {
    let asked = 0;
    return draftTeams(picksOf(left), picksOf(right), k, () => ((bits >> asked++) & 1 ? 0.75 : 0.25));
  });
  return runs.map((drafted) => ({ drafted, slate: drafted.map(({ item }) => item.itemId).join('') }));
}

describe('team-draft interleaving', () => {
  it('logs the very probability with which each slate comes', () => {
    const anyRanking = fc.shuffledSubarray([...'abcdef'], { minLength: 0, maxLength: 6 }).map((ids) => ids.join(''));
    fc.assert(
      fc.property(anyRanking, anyRanking, (left, right) => {
        const k = 5;
        const runs = everySlate(left, right, k);

        for (const { slate, drafted } of runs) {
          const share = runs.filter((run) => run.slate === slate).length / runs.length;
          const logged = drafted.reduce((product, { propensity }) => product * propensity, 1);
          expect(logged).toBeCloseTo(share, 10);
        }
      }),
      { numRuns: 100, seed: 7 },
    );
  });

  it('gives each side half of the places and no item twice', () => {
    for (const { drafted } of everySlate('abcdef', 'fedcba', 6)) {
      expect(drafted.filter(({ team }) => team === 'left')).toHaveLength(3);
      expect(new Set(drafted.map(({ item }) => item.itemId)).size).toBe(6);
    }
  });

  it('shows one ranking when both are the same, with certainty', () => {
    for (const { drafted, slate } of everySlate('abc', 'abc', 3)) {
      expect(slate).toBe('abc');
      expect(drafted.map(({ propensity }) => propensity)).toEqual([1, 1, 1]);
    }
  });

  it('favours nobody: a side with worse items gets as many picks at every length', () => {
    for (const k of [1, 2, 3, 4]) {
      const runs = everySlate('abcd', 'wxyz', k);
      const lefts = sum(runs.map(({ drafted }) => drafted.filter(({ team }) => team === 'left').length));
      expect(lefts / runs.length).toBe(k / 2);
    }
  });
});

describe('the bandit', () => {
  const arms = [
    { shown: 1_000, rewarded: 50 },
    { shown: 1_000, rewarded: 60 },
    { shown: 10, rewarded: 0 },
  ];

  it('gives probabilities that sum to 1 and keeps a floor under each arm', () => {
    for (const policy of ['thompson', 'epsilon-greedy'] as const) {
      const probabilities = armProbabilities(arms, { policy, epsilon: 0.06 });

      expect(sum(probabilities)).toBeCloseTo(1, 10);
      expect(Math.min(...probabilities)).toBeGreaterThanOrEqual(0.02);
    }
  });

  it('gives equal arms equal chances, known or unknown', () => {
    expect(
      chancesToBeBest([
        { shown: 0, rewarded: 0 },
        { shown: 0, rewarded: 0 },
      ])[0],
    ).toBeCloseTo(0.5, 10);
    expect(chancesToBeBest(Array.from({ length: 4 }, () => ({ shown: 1e6, rewarded: 2e4 })))[3]).toBeCloseTo(0.25, 6);
  });

  it('agrees with the closed form: Beta(2, 1) beats Beta(1, 1) with probability 2/3', () => {
    const [one] = chancesToBeBest([
      { shown: 1, rewarded: 1 },
      { shown: 0, rewarded: 0 },
    ]);

    expect(one).toBeCloseTo(2 / 3, 3);
  });

  it('settles on the better arm as evidence grows', () => {
    const better = [10, 100, 1_000, 10_000].map(
      (shown) =>
        chancesToBeBest([
          { shown, rewarded: shown * 0.1 },
          { shown, rewarded: shown * 0.15 },
        ])[1] ?? 0,
    );

    expect([...better].sort((left, right) => left - right)).toEqual(better);
    expect(better.at(-1)).toBeGreaterThan(0.999);
  });

  it('draws each arm as often as it says', () => {
    const probabilities = [0.2, 0.5, 0.3];
    const drawn = Array.from({ length: 1_000 }, (_, index) => drawArm(probabilities, (index + 0.5) / 1_000));

    expect([0, 1, 2].map((arm) => drawn.filter((one) => one === arm).length)).toEqual([200, 500, 300]);
  });
});

describe('an A/B test', () => {
  const experiment = SlateExperimentDraft.parse({
    name: 'spring',
    kind: 'ab',
    arms: [{ recipe: 'for-you', weight: 3 }, { recipe: 'popular' }],
  });
  const armFor = (subject: string, random = 0.5) => chooseRecipes(experiment, { salt: 's', subject, random });

  it('gives a customer the same recipe whatever chance says', () => {
    expect(armFor('ann', 0)).toEqual(armFor('ann', 0.999));
  });

  it('tells which recipes it drew from, so that what was drawn from others is not compared with it', () => {
    const recipes = experiment.arms.map(({ recipe }) => recipe);

    expect(armFor('ann').drawnFrom).toEqual([...recipes].sort());
  });

  it('splits customers by the weights and logs them', () => {
    const chosen = Array.from({ length: 20_000 }, (_, index) => armFor(`c${index}`));
    const share = chosen.filter(({ arm }) => arm === 'popular').length / chosen.length;

    expect(share).toBeGreaterThan(0.24);
    expect(share).toBeLessThan(0.26);
    expect(new Set(chosen.map(({ arm, propensity }) => `${arm} ${propensity}`))).toEqual(
      new Set(['for-you 0.75', 'popular 0.25']),
    );
  });

  it('refuses what cannot be: one recipe twice, three interleaved, more rewarded than shown', () => {
    const draft = (overrides: object) => SlateExperimentDraft.safeParse({ ...experiment, ...overrides }).success;

    expect(draft({ arms: [{ recipe: 'a' }, { recipe: 'a' }] })).toBe(false);
    expect(draft({ kind: 'interleaving', arms: [{ recipe: 'a' }, { recipe: 'b' }, { recipe: 'c' }] })).toBe(false);
    expect(draft({ arms: [{ recipe: 'a', shown: 1, rewarded: 2 }, { recipe: 'b' }] })).toBe(false);
  });
});
