import { newId } from './platform.ts';

export interface Who {
  readonly userId?: string;
  readonly anonymousId?: string;
}

/** A track call about one product, as Segment's clients send it. */
export function aTrackCall(event: string, who: Who, itemId?: string, properties: object = {}) {
  return {
    type: 'track',
    event,
    messageId: newId('message'),
    timestamp: new Date().toISOString(),
    ...who,
    properties: { ...(itemId === undefined ? {} : { product_id: itemId, price: 19.99, quantity: 1 }), ...properties },
  };
}

export const anIdentifyCall = (who: Who, traits: object = {}) => ({
  type: 'identify',
  messageId: newId('message'),
  timestamp: new Date().toISOString(),
  ...who,
  traits,
});

export const anOrder = (who: Who, ...itemIds: readonly string[]) =>
  aTrackCall('Order Completed', who, undefined, {
    order_id: newId('order'),
    products: itemIds.map((product_id) => ({ product_id, price: 19.99, quantity: 1 })),
  });
