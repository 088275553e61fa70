import { judgePolicy } from '../../../core/experiments/judge-policy.ts';
import { aPolicy, someFigures } from '../../support/estimates.ts';

const { behaviour } = someFigures();
const difference = (low: number, high: number) => ({ value: (low + high) / 2, low, high });

describe('a policy next to the experiment whose log it is estimated from', () => {
  it.each([
    ['better', difference(0.01, 0.05)],
    ['worse', difference(-0.05, -0.01)],
    ['unclear', difference(-0.01, 0.05)],
  ] as const)('is %s by where its whole interval lies', (verdict, found) => {
    expect(judgePolicy(aPolicy({ difference: found }), behaviour)).toBe(verdict);
  });

  it('is not judged by a log that holds nothing of it', () => {
    expect(judgePolicy(aPolicy({ difference: null, effectiveCustomers: 0 }), behaviour)).toBe('too-little-overlap');
  });

  it('is not judged by a log that is worth fewer than thirty of its customers', () => {
    const half = { ...behaviour, value: 0.5 };

    expect(judgePolicy(aPolicy({ effectiveCustomers: 29.9 }), half)).toBe('too-little-overlap');
    expect(judgePolicy(aPolicy({ effectiveCustomers: 30 }), half)).toBe('better');
  });

  it.each([0.01, 0.99])('is not judged where fewer than five rewarded, or five others, are expected: %d', (value) => {
    const rare = { ...behaviour, value };

    expect(judgePolicy(aPolicy({ effectiveCustomers: 490 }), rare)).toBe('too-little-overlap');
    expect(judgePolicy(aPolicy({ effectiveCustomers: 510 }), rare)).toBe('better');
  });
});
