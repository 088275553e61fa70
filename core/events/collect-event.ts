import { createHash, randomUUID } from 'node:crypto';
import { type CollectedEvent, type CollectedItem, type Device, EventName } from './contract.ts';
import type { SegmentCall, SegmentProduct, SegmentProperties } from './segment-call.ts';

/** A client's clock that differs by more than this is wrong, not slow. */
export const CLOCK_TOLERANCE_MS = 5 * 60 * 1000;

/** More pieces of one product than this are a mistake of the sender. */
const MOST_PIECES = 1_000_000;

export interface Collected {
  readonly event: CollectedEvent;
  readonly droppedFields: number;
}

/** Translates one call into our words. `raw` is what the client sent, to count what was not taken from it. */
export function collectEvent(call: SegmentCall, raw: unknown, receivedAt: Date, sentAt?: string): Collected {
  const properties = 'properties' in call ? call.properties : undefined;
  const { userAgent, locale, location, device } = call.context ?? {};
  const country = location?.country ?? regionOf(locale);
  const isBot = userAgent === undefined ? undefined : BOT.test(userAgent);
  const event: CollectedEvent = {
    messageId: call.messageId ?? messageIdOf(call, raw),
    type: call.type === 'screen' ? 'page' : call.type,
    event: call.type === 'track' ? call.event : '',
    ...identifiersOf(call),
    timestamp: timestampOf(call, receivedAt, call.sentAt ?? sentAt).toISOString(),
    items: itemsOf(properties, piecesOf(call)),
    ...present({ orderId: properties?.order_id, currency: properties?.currency?.toUpperCase() }),
    ...present({ query: properties?.query, rating: properties?.rating, surface: properties?.surface }),
    ...present({ requestId: properties?.request_id, country, isBot, device: deviceOf(device?.type, userAgent) }),
    ...present({ traits: call.type === 'identify' ? call.traits : undefined }),
  };
  return { event, droppedFields: droppedFields(call, raw) };
}

/** An alias says that the browser `previousId` is the customer `userId`. */
function identifiersOf(call: SegmentCall) {
  if (call.type === 'alias') return { userId: call.userId, anonymousId: call.previousId };
  return present({ userId: call.userId, anonymousId: call.anonymousId });
}

/**
 * When it happened. A wrong clock is set right by the difference between sending and receiving, as Segment does;
 * what would still lie in the future, or before 1970, is taken as now: the future would win over every later event.
 */
export function timestampOf(
  call: { readonly timestamp?: string | undefined; readonly originalTimestamp?: string | undefined },
  receivedAt: Date,
  sentAt: string | undefined,
): Date {
  const said = Date.parse(call.timestamp ?? call.originalTimestamp ?? '');
  if (Number.isNaN(said) || said < 0) return receivedAt;
  const skew = receivedAt.getTime() - Date.parse(sentAt ?? '');
  const corrected = Math.abs(skew) > CLOCK_TOLERANCE_MS ? said + skew : said;
  const isPossible = corrected >= 0 && corrected <= receivedAt.getTime() + CLOCK_TOLERANCE_MS;
  return isPossible ? new Date(corrected) : receivedAt;
}

function itemsOf(properties: SegmentProperties | undefined, pieces: ReturnType<typeof piecesOf>): CollectedItem[] {
  if (!properties) return [];
  const products: readonly SegmentProduct[] = properties.products ?? [properties];
  return products.flatMap((product) => {
    const itemId = product.product_id ?? product.sku ?? product.id;
    if (itemId === undefined) return [];
    return [{ itemId, quantity: pieces(product.quantity), ...present({ price: product.price }) }];
  });
}

/**
 * What is taken out of the basket without a number is taken out whole, which 0 stands for, so that less than half a unit is one
 * piece there, as it was when it was put in; all else without a number is one piece.
 */
function piecesOf(call: SegmentCall): (said: number | undefined) => number {
  const isRemoval = call.type === 'track' && call.event === EventName.productRemoved;
  return (said = isRemoval ? 0 : 1) => {
    const least = isRemoval && said > 0 ? 1 : 0;
    return Math.min(MOST_PIECES, Math.max(least, Math.round(said)));
  };
}

/** The same call sent again is the same event, as long as it says when it happened. */
function messageIdOf(call: SegmentCall, raw: unknown): string {
  if (!call.timestamp && !call.originalTimestamp) return randomUUID();
  return createHash('sha256').update(JSON.stringify(raw)).digest('base64url').slice(0, 32);
}

const BOT = /bot\b|crawl|spider|slurp|headless|preview|monitor|lighthouse|python-requests|curl\//i;

function deviceOf(type: string | undefined, userAgent: string | undefined): Device | undefined {
  const said = type?.toLowerCase();
  if (said === 'mobile' || said === 'tablet' || said === 'desktop') return said;
  if (said === 'ios' || said === 'android') return 'mobile';
  if (userAgent === undefined) return undefined;
  if (/ipad|tablet|android(?!.*mobile)/i.test(userAgent)) return 'tablet';
  return /mobi|iphone/i.test(userAgent) ? 'mobile' : 'desktop';
}

/** `en-GB`, `en_GB` and a bare `GB` name a country; `en` does not. */
const regionOf = (locale: string | undefined) => locale?.match(/(?:^|[-_])([A-Z]{2})$/)?.[1];

/** Fields sent and not taken, on the call, its properties and each product. */
function droppedFields(call: SegmentCall, raw: unknown): number {
  const taken = 'properties' in call ? call.properties : undefined;
  const sent = fieldsOf(fieldsOf(raw).properties);
  const lost = missing(raw, call) + (taken ? missing(sent, taken) : 0);
  const products = Array.isArray(sent.products) ? sent.products : [];
  return products.reduce((sum: number, product, index) => sum + missing(product, taken?.products?.[index] ?? {}), lost);
}

const missing = (sent: unknown, taken: object) => Object.keys(fieldsOf(sent)).filter((key) => !(key in taken)).length;

const fieldsOf = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};

/** Leaves out what is absent, so that a message carries no empty fields. */
function present<Fields extends object>(fields: Fields): { [Key in keyof Fields]?: Exclude<Fields[Key], undefined> } {
  const kept: { [Key in keyof Fields]?: Exclude<Fields[Key], undefined> } = {};
  for (const key in fields) {
    const value = fields[key];
    if (isPresent(value)) kept[key] = value;
  }
  return kept;
}

const isPresent = <Value>(value: Value): value is Exclude<Value, undefined> => value !== undefined;
