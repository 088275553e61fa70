import type { Currency, ShopId } from '../platform/contract.ts';
import { toMinorUnits } from '../platform/minor-units.ts';
import type { Pseudonymizer } from '../platform/pseudonyms.ts';
import type { CollectedEvent, LakeEvent } from './contract.ts';

export interface EventOrigin {
  readonly shop: ShopId;
  readonly currency: Currency;
  readonly receivedAt: string;
  readonly pseudonyms: Pseudonymizer;
}

/** The event without the person: every id that the shop made becomes a pseudonym, traits stay behind, prices become the shop's minor units. */
export function toLakeEvent(event: CollectedEvent, { shop, currency, receivedAt, pseudonyms }: EventOrigin): LakeEvent {
  const { userId, anonymousId, messageId, orderId, currency: said, items, query, traits: _stayBehind, ...rest } = event;
  const known = userId === undefined ? undefined : pseudonyms.pseudonymOf('customer', userId);
  const browser = anonymousId === undefined ? undefined : pseudonyms.pseudonymOf('anonymous', anonymousId);
  const customer = known ?? browser;
  if (customer === undefined) throw new Error('An event names neither a customer nor a browser');
  // A price in another currency is not comparable and therefore not known; below 0 it is a discount's, and no price.
  const isOurs = said === undefined || said === currency;
  return {
    ...rest,
    messageId: pseudonyms.pseudonymOf('message', messageId),
    ...(orderId === undefined ? {} : { orderId: pseudonyms.pseudonymOf('order', orderId) }),
    ...(query === undefined ? {} : { query: withoutAddresses(query) }),
    shop,
    customer,
    isKnown: known !== undefined,
    ...(known && browser ? { linked: browser } : {}),
    receivedAt,
    items: items.map(({ itemId, quantity, price = 0 }) => ({
      itemId,
      quantity,
      price: isOurs ? toMinorUnits(Math.max(0, price), currency) : 0,
    })),
  };
}

/** People paste an address into a search box by mistake; what they searched for is worth keeping without it. */
const withoutAddresses = (query: string) => query.replaceAll(/[^\s@]+@[^\s@]+/g, '').trim();
