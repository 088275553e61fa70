import type { Decision } from '../../core/decisions/contract.ts';

let count = 0;

export function aDecision(overrides: Partial<Decision> = {}): Decision {
  count += 1;
  return {
    requestId: `request-${count}`,
    shop: 'demo',
    customer: 'ann',
    isKnown: true,
    kind: 'slate',
    surface: 'home',
    at: '2026-11-01T10:00:00.000Z',
    experimentArm: 'treated',
    modelVersion: 'v1',
    policy: 'champion',
    candidates: [{ itemId: 'lamp', score: 1, source: 'popular' }],
    chosen: [],
    ...overrides,
  };
}
