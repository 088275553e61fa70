import type { CampaignDefinition, Message, RenderedMessage } from '../../core/campaigns/contract.ts';
import { type MessageItem, type MessageTemplates, renderMessage } from '../../core/campaigns/render-message.ts';
import type { LinkClaim, SendingSettings } from '../../core/channels/contract.ts';
import { basketOf } from '../../core/customers/basket.ts';
import type { KnownCustomer } from '../../core/customers/identity-repository.ts';
import type { CustomerState } from '../../core/customers/read-customer-state.ts';
import type { CatalogueRow } from '../../core/items/contract.ts';
import type { ItemRepository } from '../../core/items/item-repository.ts';
import type { ShopProfile } from '../../core/platform/contract.ts';
import { toMajorUnits } from '../../core/platform/minor-units.ts';
import type { Recommendations } from '../../core/recommendations/contract.ts';

const BASKET_SHOWN = 5;

export interface Recipient {
  readonly customer: KnownCustomer;
  readonly person: CustomerState;
  readonly message: Pick<Message, 'campaignId' | 'runId' | 'customer' | 'language'>;
  readonly now: Date;
}

export interface ComposedMessage extends RenderedMessage {
  /** Where the button leads, counted as a click. */
  readonly url: string;
  readonly unsubscribeUrl: string;
  readonly slate: readonly string[];
}

export interface ComposePorts {
  readonly templates: MessageTemplates;
  readonly items: Pick<ItemRepository, 'getMany'>;
  /** The same slate that any surface would get, chosen now and written down as a decision. */
  readonly recommend: (recipient: Recipient, k: number) => Promise<Recommendations>;
  readonly issueLink: (claim: Omit<LinkClaim, 'shop'>) => Promise<string>;
}

/** Everything that one person reads, made when it is sent: what is in their basket now and what suits them now. */
export async function composeMessage(
  recipient: Recipient,
  shop: ShopProfile,
  sending: SendingSettings,
  definition: CampaignDefinition,
  { templates, items, recommend, issueLink }: ComposePorts,
): Promise<ComposedMessage> {
  const { customer, person, message, now } = recipient;
  const { campaignId, runId, language } = message;
  const claim = { campaignId, runId, customer: message.customer, topic: definition.topic };
  const at = (path: string, token: string) => `${sending.publicUrl.replace(/\/$/, '')}${path}${token}`;
  const clickTo = async (url: string, itemId?: string) =>
    at('/c/', await issueLink({ ...claim, url, ...(itemId === undefined ? {} : { itemId }) }));
  const basketIds = definition.kind === 'basket-abandonment' ? basketOf(person.state, now).slice(0, BASKET_SHOWN) : [];
  const [slate, basketRows, token, url] = await Promise.all([
    definition.items ? recommend(recipient, definition.items) : undefined,
    basketIds.length ? items.getMany(shop.shop, basketIds) : [],
    issueLink(claim),
    clickTo(sending.shopUrl),
  ]);
  const price = (minor: number) => formatPrice(minor, shop.currency, language);
  const shown = async (
    row: Pick<CatalogueRow, 'itemId' | 'title' | 'price'>,
    reason: string,
  ): Promise<MessageItem> => ({
    title: row.title,
    price: price(row.price),
    url: await clickTo(sending.itemUrl.replace('{itemId}', encodeURIComponent(row.itemId)), row.itemId),
    reason,
  });
  const rendered = renderMessage(
    definition,
    {
      language,
      customer: { firstName: firstNameOf(customer) },
      basket: await Promise.all(basketRows.map((row) => shown(row, ''))),
      items: await Promise.all((slate?.items ?? []).map((item) => shown(item, item.reasons[0]?.text[language] ?? ''))),
      links: {
        shop: url,
        unsubscribe: at('/preferences?token=', token),
        preferences: at('/preferences?token=', token),
        pixel: at('/o/', token),
      },
    },
    sending,
    templates,
  );
  return {
    ...rendered,
    url,
    unsubscribeUrl: at('/unsubscribe?token=', token),
    slate: slate?.items.map(({ itemId }) => itemId) ?? [],
  };
}

function firstNameOf({ identity: { identifiers } }: KnownCustomer): string | undefined {
  const said = identifiers.firstName?.value ?? identifiers.name?.value;
  return typeof said === 'string' ? said.trim().split(/\s+/)[0]?.slice(0, 60) || undefined : undefined;
}

function formatPrice(minor: number, currency: string, language: string): string {
  return new Intl.NumberFormat(language, { style: 'currency', currency }).format(toMajorUnits(minor, currency));
}
