import type { Audience, Campaign } from '../../core/campaigns/contract.ts';
import { decideMessage, type MessageChoice } from '../../core/campaigns/decide-message.ts';
import { estimateTotal } from '../../core/campaigns/estimate-total.ts';
import type { ContactRepository } from '../../core/channels/contact-repository.ts';
import { type Contact, emptyContact, type SendingSettings } from '../../core/channels/contract.ts';
import { refusalOf } from '../../core/channels/may-contact.ts';
import { type IdentityRepository, type KnownCustomer, SHARDS } from '../../core/customers/identity-repository.ts';
import type { OnlineState } from '../../core/customers/online-state.ts';
import { readPeople } from '../../core/customers/read-people.ts';
import type { StateRepository } from '../../core/customers/state-repository.ts';
import type { ShopId, ShopProfile } from '../../core/platform/contract.ts';
import { shareBefore } from '../../core/platform/pseudonyms.ts';
import { compileSegment, type Segment } from '../../core/segments/compile-segment.ts';
import type { SegmentFacts } from '../../core/segments/contract.ts';
import { readFacts, type SegmentProfiles } from '../../core/segments/read-facts.ts';
import { addressOf } from './deliver-page.ts';

const PAGE = 250;
/** While somebody waits, so many customers are looked at and no more. */
const LOOKED_AT = 20_000;
/** Nor for longer than this, so that a slow machine answers late and not never. */
const LOOKED_FOR_MS = 15_000;

export interface AudiencePorts {
  readonly identities: Pick<IdentityRepository, 'listShard'>;
  readonly states: Pick<StateRepository, 'get'>;
  readonly profiles: SegmentProfiles;
}

/** How far customers are walked. */
export interface Bounds {
  readonly most: number;
  /** Asked before each page. */
  readonly isEnough: () => boolean;
}

export function whileSomebodyWaits(clock: () => number = Date.now): Bounds {
  const until = clock() + LOOKED_FOR_MS;
  return { most: LOOKED_AT, isEnough: () => clock() >= until };
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

/** How far a walk came. */
interface Walked {
  readonly looked: number;
  readonly isWhole: boolean;
  /** Of all customers, the share among whom those looked at are everybody. */
  readonly share: number;
}

/**
 * Every customer with what segments ask of them, within bounds. Customers lie in their parts by their pseudonyms, so that
 * those who are looked at first are a fair sample of all.
 */
async function walk(
  shop: ShopId,
  segment: Segment,
  { identities, states, profiles }: AudiencePorts,
  now: Date,
  { most, isEnough }: Bounds,
  look: (people: readonly Person[]) => Promise<void>,
): Promise<Walked> {
  let looked = 0;
  const held = heldAgainstOneReport(profiles);
  const parts = Array.from({ length: SHARDS }, async (_, shard) => {
    let cursor: string | undefined;
    let share = 0;
    do {
      if (looked >= most || isEnough()) return share;
      const { data, next_cursor } = await identities.listShard(shop, shard, { limit: PAGE, cursor });
      looked += data.length;
      const names = data.map(({ pseudonym }) => pseudonym);
      const [people, factsOf] = await Promise.all([
        readPeople(shop, names, states),
        readFacts(shop, segment, data, held),
      ]);
      await look(
        data.flatMap((customer) => {
          const person = people.get(customer.pseudonym);
          if (!person) return [];
          const facts = factsOf(customer, person.state, now);
          return [{ customer, subjects: person.names, facts, state: person.state }];
        }),
      );
      share = Math.max(share, shareBefore(names.at(-1) ?? ''));
      cursor = next_cursor ?? undefined;
    } while (cursor);
    return 1;
  });
  const shares = await Promise.all(parts);
  const share = shares.reduce((sum, one) => sum + one, 0) / SHARDS;
  return { looked, isWhole: share === 1, share };
}

/** The report that profiles are held against is read once a walk, so that all are held against the same. */
function heldAgainstOneReport({ profiles, published }: SegmentProfiles): SegmentProfiles {
  let report: ReturnType<typeof published> | undefined;
  return {
    profiles,
    published: (shop) => {
      report ??= published(shop);
      return report;
    },
  };
}

/** What is said of an audience that was walked. */
const counted = (matched: number, { looked, isWhole, share }: Walked): Audience => ({
  matched,
  looked,
  isWhole,
  estimate: isWhole ? null : { matched: estimateTotal(matched, share), customers: estimateTotal(looked, share) },
});

/** How many customers a segment means. What they did is read only where it asks for that. */
export async function countAudience(
  shop: ShopId,
  segment: Segment,
  ports: AudiencePorts,
  now: Date,
  bounds = whileSomebodyWaits(),
): Promise<Audience> {
  let matched = 0;
  const states = segment.asksStates ? ports.states : { get: async () => new Map<string, OnlineState>() };
  const walked = await walk(shop, segment, { ...ports, states }, now, bounds, async (people) => {
    matched += people.filter(({ facts }) => segment(facts, now)).length;
  });
  return counted(matched, walked);
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
    { most: LOOKED_AT, isEnough: () => found.length >= most },
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
  bounds = whileSomebodyWaits(),
): Promise<{ choices: MessageChoice[]; audience: Audience; share: number }> {
  const choices: MessageChoice[] = [];
  const walked = await walk(shop.shop, segment, ports, now, bounds, async (people) => {
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
  return { choices, audience: counted(choices.length, walked), share: walked.share };
}
