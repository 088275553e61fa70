import * as z from 'zod';
import { ShopId } from '../platform/contract.ts';
import { RejectedRow } from '../platform/parse-rows.ts';

/** Segment's e-commerce names that have an effect here, and one of ours. Any other name of a track call is kept as it is. */
export const EventName = {
  productsSearched: 'Products Searched',
  productViewed: 'Product Viewed',
  productClicked: 'Product Clicked',
  productAdded: 'Product Added',
  productRemoved: 'Product Removed',
  productAddedToWishlist: 'Product Added to Wishlist',
  orderCompleted: 'Order Completed',
  orderRefunded: 'Order Refunded',
  orderCancelled: 'Order Cancelled',
  productReviewed: 'Product Reviewed',
  /** Not one of Segment's: a shopper waved a recommendation away. */
  recommendationDismissed: 'Recommendation Dismissed',
} as const;

export const EventType = z.enum(['track', 'identify', 'page', 'alias']);
export type EventType = z.infer<typeof EventType>;

export const Device = z.enum(['desktop', 'mobile', 'tablet', '']);
export type Device = z.infer<typeof Device>;

/** One product of an event. */
export const EventItem = z.object({
  itemId: z.string(),
  /** Pieces; of a removal 0 where it did not say how many, which is all of the line. */
  quantity: z.int(),
  /** Of one piece, in minor units of the shop's currency; 0 where the event did not say. */
  price: z.int(),
});
export type EventItem = z.infer<typeof EventItem>;

/**
 * An event as the lake keeps it: no name, address or id that a shop would recognise. The same event may stand in
 * the lake twice; readers count a (shop, messageId) once.
 */
export const LakeEvent = z.object({
  shop: ShopId,
  messageId: z.string(),
  type: EventType,
  /** `Product Viewed`, …; empty unless `type` is `track`. */
  event: z.string(),
  /** A pseudonym, of the known customer where one was named, else of the browser. */
  customer: z.string(),
  isKnown: z.boolean(),
  /** The pseudonym of the browser that this event says belongs to `customer`. */
  linked: z.string().optional(),
  timestamp: z.iso.datetime(),
  receivedAt: z.iso.datetime(),
  orderId: z.string().optional(),
  items: z.array(EventItem),
  query: z.string().optional(),
  rating: z.number().optional(),
  surface: z.string().optional(),
  requestId: z.string().optional(),
  device: Device.optional(),
  country: z.string().optional(),
  isBot: z.boolean().optional(),
});
export type LakeEvent = z.infer<typeof LakeEvent>;

/** An event as the console's live list shows it. */
export const LatestEvent = LakeEvent.pick({ messageId: true, type: true, event: true, customer: true }).extend({
  isKnown: z.boolean(),
  receivedAt: z.iso.datetime(),
  itemId: z.string().optional(),
});
export type LatestEvent = z.infer<typeof LatestEvent>;

/** A product as a client named it: prices still in major units, because only the consumer knows the shop's currency. */
export const CollectedItem = z.object({ itemId: z.string(), quantity: z.int(), price: z.number().optional() });
export type CollectedItem = z.infer<typeof CollectedItem>;

/** An event between the API and its consumer. It still names people, so it lives only in the encrypted queue. */
export const CollectedEvent = z.object({
  messageId: z.string().min(1).max(256),
  type: EventType,
  event: z.string().max(200),
  userId: z.string().min(1).max(256).optional(),
  anonymousId: z.string().min(1).max(256).optional(),
  timestamp: z.iso.datetime(),
  orderId: z.string().optional(),
  currency: z.string().optional(),
  items: z.array(CollectedItem),
  query: z.string().optional(),
  rating: z.number().optional(),
  surface: z.string().optional(),
  requestId: z.string().optional(),
  device: Device.optional(),
  country: z.string().optional(),
  isBot: z.boolean().optional(),
  traits: z.record(z.string(), z.unknown()).optional(),
});
export type CollectedEvent = z.infer<typeof CollectedEvent>;

/** Events of one shop. They are read one by one, so that a bad one does not take the others along. */
export const EventBatch = z.object({
  kind: z.literal('events'),
  shop: ShopId,
  receivedAt: z.iso.datetime(),
  events: z.array(z.unknown()),
});
export type EventBatch = z.infer<typeof EventBatch>;

/** Rows on their way into the lake; they name nobody. `outcomes` are lake events that need no projection. */
export const RowBatch = z.object({
  kind: z.enum(['items', 'customers', 'outcomes']),
  shop: ShopId,
  receivedAt: z.iso.datetime(),
  rows: z.array(z.unknown()),
});
export type RowBatch = z.infer<typeof RowBatch>;

/** One message of the events queue. */
export const EventsMessage = z.discriminatedUnion('kind', [EventBatch, RowBatch]);
export type EventsMessage = z.infer<typeof EventsMessage>;

/** What a tracking call answers. `success` is what Segment's clients look at; nothing refused goes unnamed. */
export const CollectReceipt = z.object({
  success: z.literal(true),
  accepted: z.int(),
  rejected: z.array(RejectedRow),
});
export type CollectReceipt = z.infer<typeof CollectReceipt>;

export const COLLECT_LIMITS = { eventBytes: 32_000, batchBytes: 500_000, batchEvents: 1_000 } as const;

const name = z.string().min(1);

export const CollectEventsEnv = z.object({ EVENTS_QUEUE_URL: name });
export type CollectEventsEnv = z.infer<typeof CollectEventsEnv>;

export const ProjectEventsEnv = z.object({
  SHOPS_TABLE_NAME: name,
  STATE_TABLE_NAME: name,
  RECIPES_TABLE_NAME: name,
  IDENTITIES_TABLE_NAME: name,
  CUSTOMER_KEYS_TABLE_NAME: name,
  LAKE_BUCKET_NAME: name,
  SHOP_KEY_ID: name,
});
export type ProjectEventsEnv = z.infer<typeof ProjectEventsEnv>;
