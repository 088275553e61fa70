import { Liquid } from 'liquidjs';
import { withConsent } from '../../core/channels/change-contact.ts';
import type { ContactRepository } from '../../core/channels/contact-repository.ts';
import { emptyContact, Topic } from '../../core/channels/contract.ts';
import type { SignedLinks } from '../../core/channels/signed-link.ts';
import type { ShopId, ShopProfile } from '../../core/platform/contract.ts';

const engine = new Liquid({ outputEscape: 'escape', ownPropertyOnly: true, strictFilters: true });

const WORDS = {
  en: {
    title: 'What may we write to you about?',
    saved: 'Saved. It holds from the next message on.',
    yes: 'Yes, please',
    no: 'No more of this',
    on: 'You get these.',
    off: 'You do not get these.',
    topics: { offers: 'Offers and new products', reminders: 'Reminders of your basket' },
  },
  zh: {
    title: '您希望收到哪些消息？',
    saved: '已保存，从下一封消息起生效。',
    yes: '愿意接收',
    no: '不再接收',
    on: '您正在接收。',
    off: '您未接收。',
    topics: { offers: '优惠与新品', reminders: '购物篮提醒' },
  },
} as const;

export interface PreferencePorts {
  readonly template: string;
  readonly links: Pick<SignedLinks, 'read'>;
  readonly shops: { readonly get: (shop: ShopId) => Promise<ShopProfile> };
  readonly contacts: Pick<ContactRepository, 'getMany' | 'change'>;
}

export interface AskedPreferences {
  readonly token: string;
  readonly language: 'en' | 'zh';
}

/** The page of one customer's answers. Looking changes nothing: links are followed by scanners too. */
export async function showPreferences(
  { token, language }: AskedPreferences,
  isSaved: boolean,
  { template, links, shops, contacts }: PreferencePorts,
): Promise<string> {
  const { shop, customer } = await links.read(token);
  const [{ name }, held] = await Promise.all([shops.get(shop), contacts.getMany(shop, [customer])]);
  const { consents } = held.get(customer) ?? emptyContact;
  const { topics, ...words } = WORDS[language];
  const rows = Topic.options.map((topic) => ({ topic, label: topics[topic], isOn: consents[topic]?.granted ?? false }));
  return engine.parseAndRender(template, { shop: name, words, rows, token, language, isSaved });
}

export interface ChangedPreference extends AskedPreferences {
  readonly topic: Topic;
  readonly granted: boolean;
}

/** Takes one answer, which holds before the next message is sent. */
export async function changePreference(
  { token, topic, granted }: Omit<ChangedPreference, 'language'>,
  { links, contacts }: Pick<PreferencePorts, 'links' | 'contacts'>,
  now: Date,
): Promise<void> {
  const { shop, customer } = await links.read(token);
  // What is said here is said last, also where the shop's clock was ahead of ours.
  await contacts.change(shop, customer, (contact) => {
    const after = Date.parse(contact.consents[topic]?.at ?? '') + 1;
    const at = new Date(Math.max(now.getTime(), after || 0)).toISOString();
    return withConsent(contact, topic, { granted, basis: 'consent', at });
  });
}

/** One click of a mail program ends the topic of the message that it was given with. */
export async function unsubscribe(
  token: string,
  ports: Pick<PreferencePorts, 'links' | 'contacts'>,
  now: Date,
): Promise<void> {
  const { topic } = await ports.links.read(token);
  await changePreference({ token, topic, granted: false }, ports, now);
}
