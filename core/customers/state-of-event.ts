import { EventName, type LakeEvent } from '../events/contract.ts';
import { basketAfter } from './basket.ts';
import type { Stamp } from './newest-entries.ts';
import {
  dismissedAndWanted,
  emptyState,
  type InteractionKind,
  type OnlineState,
  purchaseKey,
  STATE_LIMITS,
  wholeOrderKey,
} from './online-state.ts';

/** What one event alone says, as a state: joined into what was known, it is the event's whole effect. */
export function stateOfEvent(event: LakeEvent): OnlineState {
  const stamp: Stamp = [Date.parse(event.timestamp), event.messageId];
  const browsers: OnlineState['browsers'] = event.linked ? { [event.linked]: { stamp: linkStamp(event, stamp) } } : {};
  const interactions = interactionsOf(event, stamp);
  const says = Object.keys(interactions).length + Object.keys(browsers).length > 0;
  const metAs = says && event.isKnown ? metBy(event, stamp) : {};
  return {
    ...emptyState,
    interactions,
    ...dismissedAndWanted(interactions),
    basket: basketAfter(event, stamp),
    purchases: purchasesAfter(event, stamp),
    browsers,
    metAs,
  };
}

/** The last writer of a map stays, and here it is to be the first. */
const metBy = ({ linked, customer }: LakeEvent, [at, id]: Stamp): OnlineState['metAs'] => ({
  first: { stamp: [-at, id], name: linked ?? customer },
});

/** What an event that names a browser's owner says about the browser itself. */
export function stateOfBrowser(event: LakeEvent): OnlineState {
  const stamp = linkStamp(event, [Date.parse(event.timestamp), event.messageId]);
  return { ...emptyState, owner: { owner: { stamp, customer: event.customer } } };
}

/**
 * A sign-in counts to the millisecond. That the two ids merely stand together in an event counts as of its day, so
 * that a browser's state is written once a day and not with every event.
 */
function linkStamp(event: LakeEvent, stamp: Stamp): Stamp {
  const isStatement = event.type === 'identify' || event.type === 'alias';
  return isStatement ? stamp : [Date.parse(event.timestamp.slice(0, 10)), ''];
}

/** A map, because an event may be called `constructor`, which every object knows. */
const KINDS: ReadonlyMap<string, InteractionKind> = new Map(
  Object.entries<InteractionKind>({
    [EventName.productViewed]: 'view',
    [EventName.productClicked]: 'view',
    [EventName.productAdded]: 'add',
    [EventName.productRemoved]: 'remove',
    [EventName.productAddedToWishlist]: 'wish',
    [EventName.orderCompleted]: 'purchase',
    [EventName.productsSearched]: 'search',
    [EventName.productReviewed]: 'review',
    [EventName.recommendationDismissed]: 'dismiss',
  }),
);

function interactionsOf(event: LakeEvent, stamp: Stamp): OnlineState['interactions'] {
  const kind = KINDS.get(event.event);
  if (!kind) return {};
  if (kind === 'search') {
    return event.query ? { [event.messageId]: { stamp, kind, query: event.query } } : {};
  }
  const entries = event.items.slice(0, STATE_LIMITS.interactions).map(({ itemId, quantity, price }, index) => {
    const key = `${event.messageId}#${index}`;
    return [key, { stamp: [stamp[0], key] satisfies Stamp, kind, itemId, quantity, price }] as const;
  });
  return Object.fromEntries(entries);
}

function purchasesAfter({ event, items, orderId = '' }: LakeEvent, stamp: Stamp): OnlineState['purchases'] {
  const purchaseLines = (isKept: boolean): OnlineState['purchases'] =>
    Object.fromEntries(items.map(({ itemId }) => [purchaseKey(itemId, orderId), { stamp, isKept }]));
  switch (event) {
    case EventName.orderCompleted:
      return purchaseLines(true);
    case EventName.orderCancelled:
    case EventName.orderRefunded:
      if (items.length) return purchaseLines(false);
      return orderId ? { [wholeOrderKey(orderId)]: { stamp, isKept: false } } : {};
    default:
      return {};
  }
}
