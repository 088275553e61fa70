import type { Campaign } from '../../core/campaigns/contract.ts';
import { decideMessage, type MessageChoice } from '../../core/campaigns/decide-message.ts';
import type { ContactRepository } from '../../core/channels/contact-repository.ts';
import { type Contact, emptyContact, type SendingSettings } from '../../core/channels/contract.ts';
import { refusalOf } from '../../core/channels/may-contact.ts';
import { type IdentityRepository, type KnownCustomer, SHARDS } from '../../core/customers/identity-repository.ts';
import type { OnlineState } from '../../core/customers/online-state.ts';
import { readPeople } from '../../core/customers/read-people.ts';
import type { StateRepository } from '../../core/customers/state-repository.ts';
import type { ShopId, ShopProfile } from '../../core/platform/contract.ts';
import { compileSegment, type Segment } from '../../core/segments/compile-segment.ts';
import type { SegmentFacts } from '../../core/segments/contract.ts';
import { readFacts, type SegmentProfiles } from '../../core/segments/read-facts.ts';
import { addressOf } from './deliver-page.ts';

const PAGE = 100;
/** While somebody waits, so many customers are looked at and no more. */
export const LOOKED_AT = 20_000;

export interface AudiencePorts {
  readonly identities: Pick<IdentityRepository, 'listShard'>;
  readonly states: Pick<StateRepository, 'get'>;
  readonly profiles: SegmentProfiles;
}

interface Person {
  readonly customer: KnownCustomer;
  readonly subjects: readonly string[];
  readonly facts: SegmentFacts;
  readonly state: OnlineState;
}

export interface Reachable {
  readonly customer: KnownCustomer;
  readonly state: OnlineState;
  readonly contact: Contact;
}

/** Every customer with what segments ask of them, until `most` were looked at. Answers whether those were all. */
async function walk(
  shop: ShopId,
  segment: Segment,
  { identities, states, profiles }: AudiencePorts,
  now: Date,
  most: number,
  look: (people: readonly Person[]) => Promise<void>,
  isEnough: () => boolean = () => false,
): Promise<{ looked: number; isWhole: boolean }> {
  let looked = 0;
  const parts = Array.from({ length: SHARDS }, async (_, shard) => {
    let cursor: string | undefined;
    do {
      if (looked >= most || isEnough()) return false;
      const { data, next_cursor } = await identities.listShard(shop, shard, { limit: PAGE, cursor });
      looked += data.length;
      const names = data.map(({ pseudonym }) => pseudonym);
      const [people, factsOf] = await Promise.all([
        readPeople(shop, names, states),
        readFacts(shop, segment, data, profiles),
      ]);
      await look(
        data.flatMap((customer) => {
          const person = people.get(customer.pseudonym);
          if (!person) return [];
          const facts = factsOf(customer, person.state, now);
          return [{ customer, subjects: person.names, facts, state: person.state }];
        }),
      );
      cursor = next_cursor ?? undefined;
    } while (cursor);
    return true;
  });
  const isWhole = (await Promise.all(parts)).every(Boolean);
  return { looked, isWhole };
}

/** How many customers a segment means. */
export async function countAudience(shop: ShopId, segment: Segment, ports: AudiencePorts, now: Date, most = LOOKED_AT) {
  let matched = 0;
  const walked = await walk(shop, segment, ports, now, most, async (people) => {
    matched += people.filter(({ facts }) => segment(facts, now)).length;
  });
  return { matched, ...walked };
}

/** Those of an audience who may be written to, until `most` of them were found or so many customers looked at. */
export async function reachable(
  shop: ShopProfile,
  { definition }: Pick<Campaign, 'definition'>,
  ports: AudiencePorts & { readonly contacts: Pick<ContactRepository, 'getMany'> },
  now: Date,
  most: number,
): Promise<Reachable[]> {
  const segment = compileSegment(definition.segment);
  const found: Reachable[] = [];
  await walk(
    shop.shop,
    segment,
    ports,
    now,
    LOOKED_AT,
    async (people) => {
      const meant = people.filter(({ facts }) => segment(facts, now));
      const contacts = await ports.contacts.getMany(
        shop.shop,
        meant.map(({ customer }) => customer.pseudonym),
      );
      for (const { customer, state } of meant) {
        const contact = contacts.get(customer.pseudonym) ?? emptyContact;
        const hasAddress = definition.channel !== 'email' || addressOf(customer) !== undefined;
        if (!refusalOf(contact, definition.topic, hasAddress)) found.push({ customer, state, contact });
      }
    },
    () => found.length >= most,
  );
  return found.slice(0, most);
}

/** What would become of every customer if the campaign ran now. Nothing is written. */
export async function decideAll(
  shop: ShopProfile,
  sending: SendingSettings,
  { campaignId, definition }: Campaign,
  segment: Segment,
  ports: AudiencePorts & { readonly contacts: Pick<ContactRepository, 'getMany'> },
  now: Date,
  most = LOOKED_AT,
): Promise<{ choices: MessageChoice[]; looked: number; isWhole: boolean }> {
  const choices: MessageChoice[] = [];
  const walked = await walk(shop.shop, segment, ports, now, most, async (people) => {
    const contacts = await ports.contacts.getMany(
      shop.shop,
      people.map(({ customer }) => customer.pseudonym),
    );
    for (const { customer, subjects, facts } of people) {
      const choice = decideMessage({
        campaignId,
        definition,
        segment,
        shop,
        sending,
        subjects,
        facts,
        contact: contacts.get(customer.pseudonym) ?? emptyContact,
        hasAddress: definition.channel !== 'email' || addressOf(customer) !== undefined,
        isCounted: false,
        now,
      });
      if (choice.kind !== 'outside') choices.push(choice);
    }
  });
  return { choices, ...walked };
}
