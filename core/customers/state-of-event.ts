import { EventName, type LakeEvent } from '../events/contract.ts';
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

type Effect = Partial<OnlineState>;

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
    ...basketAndPurchases(event, stamp),
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

function basketAndPurchases({ event, items, orderId = '' }: LakeEvent, stamp: Stamp): Effect {
  const basketLines = (isIn: boolean): OnlineState['basket'] =>
    Object.fromEntries(items.map(({ itemId, quantity }) => [itemId, { stamp, isIn, quantity: isIn ? quantity : 0 }]));
  const purchaseLines = (isKept: boolean): OnlineState['purchases'] =>
    Object.fromEntries(items.map(({ itemId }) => [purchaseKey(itemId, orderId), { stamp, isKept }]));
  switch (event) {
    case EventName.productAdded:
      return { basket: basketLines(true) };
    case EventName.productRemoved:
      return { basket: basketLines(false) };
    case EventName.orderCompleted:
      return { basket: basketLines(false), purchases: purchaseLines(true) };
    case EventName.orderCancelled:
    case EventName.orderRefunded:
      if (items.length) return { purchases: purchaseLines(false) };
      return orderId ? { purchases: { [wholeOrderKey(orderId)]: { stamp, isKept: false } } } : {};
    default:
      return {};
  }
}
