import { emptyState, joinStates, type OnlineState } from '../../core/customers/online-state.ts';
import { stateOfEvent } from '../../core/customers/state-of-event.ts';
import type { CollectedEvent, LakeEvent } from '../../core/events/contract.ts';
import { createPseudonymizer } from '../../core/platform/pseudonyms.ts';

let count = 0;

export function aLakeEvent(overrides: Partial<LakeEvent> = {}): LakeEvent {
  count += 1;
  return {
    shop: 'demo',
    messageId: `message-${count}`,
    type: 'track',
    event: 'Product Viewed',
    customer: 'ann',
    isKnown: true,
    timestamp: '2026-11-01T10:00:00.000Z',
    receivedAt: '2026-11-01T10:00:01.000Z',
    items: [{ itemId: 'lamp', quantity: 1, price: 1_999 }],
    ...overrides,
  };
}

export function aCollectedEvent(overrides: Partial<CollectedEvent> = {}): CollectedEvent {
  count += 1;
  return {
    messageId: `message-${count}`,
    type: 'track',
    event: 'Product Viewed',
    userId: 'ann@example.com',
    timestamp: '2026-11-01T10:00:00.000Z',
    items: [{ itemId: 'lamp', quantity: 1, price: 19.99 }],
    ...overrides,
  };
}

export const aPseudonymizer = createPseudonymizer(Buffer.alloc(32, 7));

/** What must be known of somebody after these. */
export const stateAfter = (events: readonly Partial<LakeEvent>[]): OnlineState =>
  events.map((event) => stateOfEvent(aLakeEvent(event))).reduce(joinStates, emptyState);
