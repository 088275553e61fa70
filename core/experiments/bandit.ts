import type { ExperimentArm, SlateExperimentDraft } from './contract.ts';

type Counted = Pick<ExperimentArm, 'shown' | 'rewarded'>;

/** Steps of the integral; the interval reaches eight standard deviations beyond every arm. */
const STEPS = 2_000;
const DEVIATIONS = 8;

/**
 * The exact chance of each arm in the next slate. The arm is then drawn from these very numbers, so that the propensity
 * which is logged is the one that was used.
 */
export function armProbabilities(
  arms: readonly Counted[],
  { policy, epsilon }: Pick<SlateExperimentDraft, 'policy' | 'epsilon'>,
): number[] {
  const chosen = policy === 'thompson' ? chancesToBeBest(arms) : only(arms, policy === 'ucb' ? upperBounds : rates);
  return chosen.map((chance) => (1 - epsilon) * chance + epsilon / arms.length);
}

/**
 * Thompson sampling (Thompson, 1933) in closed form: the probability that an arm's rate is the highest, rates being
 * Beta(1 + rewarded, 1 + not rewarded). The integral of an arm's density times the others' distribution functions.
 */
export function chancesToBeBest(arms: readonly Counted[]): number[] {
  const posteriors = arms.map(({ shown, rewarded }) => ({ a: 1 + rewarded, b: 1 + shown - rewarded }));
  const bounds = posteriors.map(({ a, b }) => {
    const mean = a / (a + b);
    const reach = DEVIATIONS * Math.sqrt((a * b) / ((a + b) ** 2 * (a + b + 1)));
    return [mean - reach, mean + reach] as const;
  });
  const low = Math.max(0, Math.min(...bounds.map(([from]) => from)));
  const high = Math.min(1, Math.max(...bounds.map(([, to]) => to)));
  const points = Array.from({ length: STEPS }, (_, index) => low + ((high - low) * (index + 0.5)) / STEPS);
  const masses = posteriors.map(({ a, b }) => massesOf(points, a, b));
  const below = masses.map(cumulated);
  const chances = masses.map((mass, arm) =>
    mass.reduce((sum, share, point) => {
      const others = below.reduce((product, one, other) => (other === arm ? product : product * (one[point] ?? 0)), 1);
      return sum + share * others;
    }, 0),
  );
  const total = chances.reduce((sum, chance) => sum + chance, 0);
  return chances.map((chance) => chance / total);
}

/** Which arm a number in [0, 1) draws. */
export function drawArm(probabilities: readonly number[], random: number): number {
  let left = random;
  for (const [index, probability] of probabilities.entries()) {
    left -= probability;
    if (left < 0) return index;
  }
  return probabilities.length - 1;
}

/** The arm that is valued most has all the chance. */
function only(arms: readonly Counted[], value: (arms: readonly Counted[]) => number[]): number[] {
  const values = value(arms);
  const best = values.indexOf(Math.max(...values));
  return arms.map((_, index) => (index === best ? 1 : 0));
}

const rates = (arms: readonly Counted[]) => arms.map(({ shown, rewarded }) => (1 + rewarded) / (2 + shown));

/** UCB1 (Auer, Cesa-Bianchi and Fischer, 2002, figure 1), with one made-up reward and one miss for each arm. */
function upperBounds(arms: readonly Counted[]): number[] {
  const all = arms.reduce((sum, { shown }) => sum + shown + 2, 0);
  return rates(arms).map((rate, index) => rate + Math.sqrt((2 * Math.log(all)) / ((arms[index]?.shown ?? 0) + 2)));
}

function massesOf(points: readonly number[], a: number, b: number): number[] {
  const logs = points.map((x) => (a - 1) * Math.log(x) + (b - 1) * Math.log1p(-x));
  const top = Math.max(...logs);
  const densities = logs.map((log) => Math.exp(log - top));
  const total = densities.reduce((sum, density) => sum + density, 0);
  return densities.map((density) => density / total);
}

/** Up to the middle of each step, so that ties between equal arms are shared. */
function cumulated(masses: readonly number[]): number[] {
  let sum = 0;
  return masses.map((mass) => {
    sum += mass;
    return sum - mass / 2;
  });
}
