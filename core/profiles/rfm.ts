import type { ProfileFacts, Rfm, RfmSegment } from './contract.ts';
import type { RfmScale } from './refresh-contract.ts';

/** Limits where a shop has too few buyers for quintiles of its own. What is much money depends on the shop, so money has none. */
const FIXED = { recency: [30, 60, 120, 240], frequency: [1, 2, 4, 8] } as const;

/** Recency, frequency and monetary value (Hughes, Strategic Database Marketing, 1994), each from 1 to 5. */
export function rfmOf({ orders, daysSinceOrder, spent }: RfmFacts, scale: RfmScale | null): Rfm {
  const kind = scale ? 'quintiles' : 'fixed';
  if (!orders || daysSinceOrder === null)
    return { recency: null, frequency: null, monetary: null, segment: 'not-bought', scale: kind };
  const limits = scale ?? FIXED;
  const recency = 5 - passed(limits.recency, daysSinceOrder);
  const frequency = 1 + passed(limits.frequency, orders);
  const monetary = scale ? 1 + passed(scale.monetary, spent) : null;
  return { recency, frequency, monetary, segment: segmentOf(recency, frequency, orders), scale: kind };
}

export type RfmFacts = Pick<ProfileFacts, 'orders' | 'daysSinceOrder' | 'spent'>;

function segmentOf(recency: number, frequency: number, orders: number): RfmSegment {
  if (recency <= 2) return frequency >= 3 ? 'at-risk' : 'lost';
  if (recency === 3) return frequency >= 3 ? 'loyal' : 'needs-attention';
  if (frequency >= 4) return 'champion';
  if (orders === 1) return 'new';
  return frequency === 3 ? 'loyal' : 'promising';
}

/** How many of the rising limits a value is above. */
const passed = (limits: readonly number[], value: number) => limits.filter((limit) => value > limit).length;
