import type { ProfileFacts } from '../../core/profiles/contract.ts';
import type { ProfileLine, ProfileReport } from '../../core/profiles/refresh-contract.ts';

export const RUN = '20261124120000-abc123';

export const someFacts = (overrides: Partial<ProfileFacts> = {}): ProfileFacts => ({
  views: 10,
  adds: 2,
  orders: 3,
  activeDays: 4,
  firstSeenAt: '2026-10-01T00:00:00.000Z',
  lastSeenAt: '2026-11-20T00:00:00.000Z',
  dwellSeconds: 30,
  daysSinceOrder: 12,
  daysBetweenOrders: 9,
  spent: 12_000,
  categories: [{ value: 'Lamps', share: 0.7 }],
  brands: [],
  price: { low: 1_000, median: 2_000, high: 3_000 },
  hour: { utc: 20, share: 0.5 },
  device: 'mobile',
  ...overrides,
});

export const aLine = (customer: string, overrides: Partial<ProfileLine> = {}): ProfileLine => ({
  customer,
  facts: someFacts(),
  cluster: 'c1',
  churn: 0.25,
  ...overrides,
});

const enough = { mode: 'model', needs: {}, has: {}, reason: 'enough' } as const;

/** A report of a shop where everything could be learned. */
export const aReport = (overrides: Partial<ProfileReport> = {}): ProfileReport => ({
  until: '2026-11-24T12:00:00+00:00',
  fingerprint: 'f1',
  seed: 7,
  baseModel: 'packaged:minilm',
  customers: 2,
  parts: 1,
  scale: null,
  clusters: {
    basis: enough,
    found: [
      {
        id: 'c1',
        share: 0.6,
        customers: 60,
        traits: [{ kind: 'category', value: 'Lamps', lift: 2 }],
        naming: [
          { kind: 'category', value: 'Lamps', lift: 2 },
          { kind: 'measure', measure: 'orders', z: 0.8 },
        ],
        isKept: false,
      },
    ],
    silhouette: 0.3,
    stability: 0.9,
  },
  churn: {
    basis: enough,
    horizonDays: 14,
    calibration: {
      window: { from: '2026-11-10T12:00:00+00:00', to: '2026-11-24T12:00:00+00:00' },
      customers: 200,
      churned: 80,
      family: 'logistic-regression',
      brier: 0.17,
      baseRateBrier: 0.24,
      recencyBrier: 0.19,
      difference: { value: -0.07, low: -0.09, high: -0.05 },
      auc: 0.8,
      calibrationError: 0.03,
      reliability: [{ predicted: 0.4, observed: 0.41, customers: 200 }],
    },
  },
  ...overrides,
});

/** The same below the data minimum of churn. */
export const aReportWithoutChurn = (): ProfileReport =>
  aReport({
    churn: {
      basis: {
        mode: 'rules',
        needs: { buyers: 100, historyDays: 56 },
        has: { buyers: 12, historyDays: 80 },
        reason: 'too-few-customers',
      },
      horizonDays: 14,
      calibration: null,
    },
  });
