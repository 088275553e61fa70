import type { Campaign, CampaignDefinition, CampaignRun, Message } from '../../core/campaigns/contract.ts';
import { winBack } from '../../core/campaigns/library.ts';
import type { Claimed } from '../../core/campaigns/message-repository.ts';
import type { Channel } from '../../core/channels/channel.ts';
import { type Consent, type Contact, emptyContact, SendingSettings } from '../../core/channels/contract.ts';
import type { Identity } from '../../core/customers/identity.ts';
import type { KnownCustomer } from '../../core/customers/identity-repository.ts';
import { emptyState, type OnlineState, purchaseKey } from '../../core/customers/online-state.ts';
import type { ShopProfile } from '../../core/platform/contract.ts';
import type { StoredProfile } from '../../core/profiles/profile-repository.ts';
import type { DeliveryPorts } from '../../functions/campaigns/deliver-page.ts';

export const aShop: ShopProfile = {
  shop: 'demo',
  name: 'Demo',
  currency: 'EUR',
  wrappedSecret: '',
  experimentSalt: 'salt',
  holdoutShare: 0.05,
  createdAt: '2026-01-01T00:00:00.000Z',
};

export const someSending = SendingSettings.parse({
  from: { name: 'Demo shop', email: 'shop@demo.example' },
  publicUrl: 'https://api.demo.example/v1',
  shopUrl: 'https://demo.example/',
  itemUrl: 'https://demo.example/items/{itemId}',
  postalAddress: 'Demo Street 1, Demo Town',
  timeZone: 'Europe/Berlin',
});

export function aCampaign(overrides: Partial<CampaignDefinition> = {}): Campaign {
  const definition = { ...winBack, ...overrides };
  const updatedAt = '2026-11-01T00:00:00.000Z';
  return { campaignId: 'win-back', version: 1, revision: 1, isActive: true, definition, updatedAt };
}

export const NOON = new Date('2026-11-24T11:00:00.000Z');

/** Begun at noon. */
export const aRun: CampaignRun = {
  runId: '20261124t110000z',
  version: 1,
  trigger: 'demand',
  status: 'running',
  startedAt: NOON.toISOString(),
};

export function aCustomer(pseudonym: string, fields: Record<string, string> = {}): KnownCustomer {
  const field = (value: string) => ({ stamp: [1, 'message'] satisfies [number, string], value });
  const identity: Identity = {
    customerId: `id-${pseudonym}`,
    identifiers: { email: field(`${pseudonym}@example.com`), firstName: field('Ann') },
    attributes: Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, field(value)])),
  };
  return { pseudonym, identity, updatedAt: '2026-11-01T00:00:00.000Z' };
}

/** Somebody who ordered once, so many days before `now`, and was not seen since. */
export function lapsedState(now: Date, days: number): OnlineState {
  const stamp: [number, string] = [now.getTime() - days * 86_400_000, 'order'];
  return { ...emptyState, purchases: { [purchaseKey('lamp', 'order-1')]: { stamp, isKept: true } } };
}

export const granted: Consent = { granted: true, basis: 'consent', at: '2026-01-01T00:00:00.000Z' };

export const aContact = (overrides: Partial<Contact> = {}): Contact => ({
  ...emptyContact,
  consents: { offers: granted, reminders: granted },
  revision: 1,
  ...overrides,
});

/** The two tables as the repositories promise them: conditional writes, both or neither. */
export function createMemoryLedger() {
  const contacts = new Map<string, Contact>();
  const messages = new Map<string, Message>();
  const keyOf = ({ campaignId, runId, customer }: Pick<Message, 'campaignId' | 'runId' | 'customer'>) =>
    `${campaignId}/${runId}/${customer}`;
  const put = (message: Message, held: number) => {
    if ((messages.get(keyOf(message))?.revision ?? 0) !== held) return false;
    messages.set(keyOf(message), { ...message, revision: held + 1 });
    return true;
  };
  return {
    contacts,
    messages,
    ports: {
      contacts: {
        getMany: async (_shop: string, customers: readonly string[]) =>
          new Map(customers.flatMap((one) => (contacts.has(one) ? [[one, contacts.get(one) ?? emptyContact]] : []))),
      },
      messages: {
        getMany: async (_shop: string, campaignId: string, runId: string, customers: readonly string[]) =>
          new Map(
            customers.flatMap((customer): [string, Message][] => {
              const found = messages.get(keyOf({ campaignId, runId, customer }));
              return found ? [[customer, found]] : [];
            }),
          ),
        put: async (message: Message, held: number) => put(message, held),
        claim: async (message: Message, before: Message | undefined, contact: Contact): Promise<Claimed> => {
          const held = contacts.get(message.customer) ?? emptyContact;
          if ((messages.get(keyOf(message))?.revision ?? 0) !== (before?.revision ?? 0)) return 'taken';
          if (held.revision !== contact.revision) return 'contact-changed';
          put(message, before?.revision ?? 0);
          const { claimedAt = message.at, channel, campaignId } = message;
          const counted = before?.isCounted ? [] : [{ at: claimedAt, channel, campaignId }];
          const contacted = [...counted, ...contact.contacted];
          contacts.set(message.customer, { ...contact, contacted, revision: held.revision + 1 });
          return 'claimed';
        },
        markSent: async (key: Pick<Message, 'campaignId' | 'runId' | 'customer'>, sentAt: string) => {
          const held = messages.get(keyOf(key));
          if (held?.status !== 'claimed') return false;
          return put({ ...held, status: 'sent', sentAt }, held.revision);
        },
      },
    },
  };
}

export interface DeliveryOptions {
  readonly send?: Channel['send'];
  readonly isRepeatable?: boolean;
  readonly disturb?: <Answer>(work: () => Promise<Answer>) => Promise<Answer>;
}

/** Lapsed customers, and all that delivering to them takes, in memory; `disturb` stands before each call of a port. */
export function aDelivery(
  customers: readonly KnownCustomer[],
  begin: Date,
  { send, isRepeatable = false, disturb = (work) => work() }: DeliveryOptions = {},
) {
  const ledger = createMemoryLedger();
  const delivered: string[] = [];
  const logged: Message[] = [];
  const broken: unknown[] = [];
  const profiles = new Map<string, StoredProfile>();
  const clock = { now: begin };
  const states = new Map<string, OnlineState>(customers.map(({ pseudonym }) => [pseudonym, lapsedState(begin, 90)]));
  const { contacts, messages } = ledger.ports;
  const channel: Channel = {
    kind: 'email',
    isRepeatable,
    send:
      send ??
      (async ({ customer }) => {
        delivered.push(customer);
        return { providerId: customer };
      }),
  };
  const ports: DeliveryPorts = {
    identities: {
      listShard: async (_shop, _shard, { limit, cursor }) => {
        const from = Number(cursor ?? 0);
        const has_more = from + limit < customers.length;
        return {
          data: customers.slice(from, from + limit),
          has_more,
          next_cursor: has_more ? `${from + limit}` : null,
        };
      },
    },
    profiles: {
      published: async () => undefined,
      profiles: async () => profiles,
    },
    states: {
      get: async (_shop, names) =>
        new Map(names.flatMap((name) => (states.has(name) ? [[name, states.get(name) ?? emptyState]] : []))),
    },
    contacts: { getMany: (...args) => disturb(() => contacts.getMany(...args)) },
    messages: {
      getMany: (...args) => disturb(() => messages.getMany(...args)),
      put: (...args) => disturb(() => messages.put(...args)),
      claim: (...args) => disturb(() => messages.claim(...args)),
      markSent: (...args) => disturb(() => messages.markSent(...args)),
    },
    channel,
    score: async () => undefined,
    leaveUnranked: async () => {},
    compose: () =>
      disturb(async () => ({ subject: 's', html: 'h', text: 't', url: 'u', unsubscribeUrl: 'v', slate: ['lamp'] })),
    seal: async () => 'sealed',
    log: (message) =>
      disturb(async () => {
        logged.push(message);
      }),
    onBroken: (error) => broken.push(error),
    now: () => clock.now,
  };
  return { ...ledger, delivered, logged, broken, profiles, clock, states, ports };
}

/** What a page is delivered for: a run of a campaign that holds nobody out unless it is told to. */
export const aDeliveryOrder = (overrides: { run?: Partial<CampaignRun>; holdoutShare?: number } = {}) => ({
  shop: { ...aShop, holdoutShare: 0 },
  sending: someSending,
  campaign: aCampaign({ holdoutShare: overrides.holdoutShare ?? 0 }),
  run: { ...aRun, ...overrides.run },
});

export const aFirstPage = { shard: 0, cursor: null, isLastTry: false };
