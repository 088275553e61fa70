/** A recipe's part of the customers, as planned and as counted. */
export interface PlannedCount {
  /** In (0, 1); those of all recipes sum to 1. */
  readonly plannedShare: number;
  readonly customers: number;
}

/** Of tests whose customers fall as planned, at most so many are ever said not to, however often one looks. */
const FALSE_ALARMS = 0.01;
/** By how many made-up customers the other shares are tied to the planned ones. */
const TIED_BY = 100;

/**
 * Whether customers fell to the recipes of a test as planned, but for chance. Each must count once: who has a recipe that they
 * like comes back more often, so slates would tell of that. The odds of "any shares", Dirichlet around the planned ones, against
 * the planned ones are a martingale under the latter and by Ville's inequality hardly ever high at any look (Lindon and Malek,
 * Anytime-valid inference for multinomial count data, NeurIPS 2022).
 */
export function isAsPlanned(recipes: readonly PlannedCount[]): boolean {
  const all = recipes.reduce((sum, { customers }) => sum + customers, 0);
  const logOdds = recipes.reduce(
    (sum, { plannedShare, customers }) =>
      sum + logRising(TIED_BY * plannedShare, customers) - customers * Math.log(plannedShare),
    -logRising(TIED_BY, all),
  );
  return logOdds < -Math.log(FALSE_ALARMS);
}

/** Logarithm of x (x + 1) … (x + n - 1). */
const logRising = (x: number, n: number) => logGamma(x + n) - logGamma(x);

/** Stirling's series, to ten digits from 8 on; below that by the recurrence. */
function logGamma(x: number): number {
  if (x < 8) return logGamma(x + 1) - Math.log(x);
  const tail = 1 / (12 * x) - 1 / (360 * x ** 3) + 1 / (1260 * x ** 5);
  return (x - 0.5) * Math.log(x) - x + Math.log(2 * Math.PI) / 2 + tail;
}
