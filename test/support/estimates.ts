import { EstimateFigures, type PolicyEstimate } from '../../core/experiments/estimate-contract.ts';

export const estimateId = '01jestimate0000000000000aa';
export const anEstimateReference = { shop: 'demo', surface: 'home', estimateId } as const;

const around = (value: number, reach: number) => ({ value, low: value - reach, high: value + reach });

/** A policy next to an experiment whose slates are rewarded one time in ten. */
export const aPolicy = (overrides: Partial<PolicyEstimate> = {}): PolicyEstimate => ({
  known: 'for-you',
  new: 'popular',
  ips: around(0.14, 0.04),
  snips: around(0.14, 0.03),
  dr: around(0.14, 0.02),
  difference: around(0.04, 0.02),
  effectiveSampleSize: 900,
  effectiveCustomers: 300,
  ...overrides,
});

export const someFigures = (policies: readonly PolicyEstimate[] = [aPolicy()]): EstimateFigures =>
  EstimateFigures.parse({
    ...{ experiment: 'spring', reward: 'click', rows: 2_000, customers: 700, policies },
    ...{ from: '2026-11-01T00:00:00.000Z', to: '2026-11-02T00:00:00.000Z' },
    behaviour: around(0.1, 0.01),
    drawn: [
      { recipe: 'for-you', slates: 1_000 },
      { recipe: 'popular', slates: 1_000 },
    ],
  });
