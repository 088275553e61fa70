import type { Campaign, CampaignRun, Message, MessageReason } from '../../core/campaigns/contract.ts';
import { messageIdOf } from '../../core/campaigns/contract.ts';
import { decideMessage, type MessageChoice } from '../../core/campaigns/decide-message.ts';
import type { MessageRepository } from '../../core/campaigns/message-repository.ts';
import type { ResponseQuestion } from '../../core/campaigns/response-contract.ts';
import type { Targeted } from '../../core/campaigns/target-response.ts';
import { type Channel, NotTakenError, RejectedError } from '../../core/channels/channel.ts';
import type { ContactRepository } from '../../core/channels/contact-repository.ts';
import { type Contact, emptyContact, type SendingSettings } from '../../core/channels/contract.ts';
import type { IdentityRepository, KnownCustomer } from '../../core/customers/identity-repository.ts';
import type { CustomerState } from '../../core/customers/read-customer-state.ts';
import { readPeople } from '../../core/customers/read-people.ts';
import type { StateRepository } from '../../core/customers/state-repository.ts';
import type { ShopProfile } from '../../core/platform/contract.ts';
import { UnavailableError } from '../../core/platform/errors.ts';
import { inParallel } from '../../core/platform/in-parallel.ts';
import { refusal } from '../../core/platform/refusal.ts';
import { compileSegment, type Segment } from '../../core/segments/compile-segment.ts';
import { type FactsOf, readFacts, type SegmentProfiles } from '../../core/segments/read-facts.ts';
import type { ComposedMessage, Recipient } from './compose-message.ts';
import { messageOf } from './message-of.ts';
import { targetPage } from './target-page.ts';

export const PAGE_SIZE = 50;
/** So many of a page may be broken records of single customers, and so many times as many must have got through. */
const BROKEN_MOST = 5;
const THROUGH_FOR_EACH = 2;
const AT_ONCE = 8;
const ATTEMPTS = 5;
/** A channel that takes no more just now is given so much rest. */
const NOT_TAKEN_MS = 30_000;
/** After so long nobody is sending any more who once claimed a message. */
export const CLAIM_GRACE_MS = 15 * 60_000;

export interface DeliveryPorts {
  readonly identities: Pick<IdentityRepository, 'listShard'>;
  readonly states: Pick<StateRepository, 'get'>;
  readonly profiles: SegmentProfiles;
  readonly contacts: Pick<ContactRepository, 'getMany'>;
  readonly messages: Pick<MessageRepository, 'getMany' | 'put' | 'claim' | 'markSent'>;
  readonly channel: Channel;
  /** Probabilities of a response, in order; undefined where no model answers. Asked only in a run that was ranked. */
  readonly score: (questions: readonly ResponseQuestion[]) => Promise<readonly number[] | undefined>;
  /** Writes down that some of a ranked run could not be scored. */
  readonly leaveUnranked: () => Promise<void>;
  readonly compose: (recipient: Recipient) => Promise<ComposedMessage>;
  /** Under the customer's own key. */
  readonly seal: (customer: string, message: ComposedMessage) => Promise<string>;
  /** Writes the decision down; it may come twice. */
  readonly log: (message: Message) => Promise<void>;
  /** Tells what was in the way of a customer who is given up. */
  readonly onBroken: (error: unknown) => void;
  readonly now: () => Date;
}

export interface DeliveryRun {
  readonly shop: ShopProfile;
  readonly sending: SendingSettings;
  /** In the version that the run began with. */
  readonly campaign: Campaign;
  readonly run: CampaignRun;
}

export interface PageAsked {
  readonly shard: number;
  readonly cursor: string | null;
  /** Nobody asks for this page again should it fail: the few who cannot be settled are given up, for the others' sake. */
  readonly isLastTry: boolean;
}

export interface PageDelivered {
  readonly cursor: string | null;
  /** When somebody of this page must be looked at again; null where all are settled. */
  readonly again: string | null;
}

interface Page extends DeliveryRun {
  readonly segment: Segment;
  readonly factsOf: FactsOf;
  /** Whom of this page a ranked run means, by pseudonym; empty where everybody is meant. */
  readonly targeted: ReadonlyMap<string, Targeted>;
}

/**
 * One page of a run. Each customer is settled by conditional writes, so the page may be delivered again after any
 * failure, by two at once, or in a redrive days later: nobody gets a message twice, and nobody is forgotten.
 */
export async function deliverPage(
  delivery: DeliveryRun,
  { shard, cursor, isLastTry }: PageAsked,
  ports: DeliveryPorts,
): Promise<PageDelivered> {
  const { shop, campaign } = delivery;
  const { data, next_cursor } = await ports.identities.listShard(shop.shop, shard, {
    limit: PAGE_SIZE,
    cursor: cursor ?? undefined,
  });
  const customers = data.map(({ pseudonym }) => pseudonym);
  const segment = compileSegment(campaign.definition.segment);
  const [people, rows, factsOf] = await Promise.all([
    readPeople(shop.shop, customers, ports.states),
    rowsOf(delivery, customers, ports),
    readFacts(shop.shop, segment, data, ports.profiles),
  ]);
  const fresh = data.filter(({ pseudonym }) => !rows.has(pseudonym));
  const targeted = await targetPage(delivery, segment, factsOf, fresh, people, ports);
  const page: Page = { ...delivery, segment, factsOf, targeted };
  const due: string[] = [];
  const broken: Broken[] = [];
  await inParallel(data, AT_ONCE, async (customer) => {
    const person = people.get(customer.pseudonym);
    if (!person) return;
    try {
      const at = await settle(page, customer, person, rows.get(customer.pseudonym), ports);
      if (at) due.push(at);
    } catch (error) {
      broken.push({ customer, person, error });
    }
  });
  if (broken.length) {
    const left = isLastTry ? await rowsOf(delivery, customers, ports) : undefined;
    if (!left || !isOfSingleCustomers(broken, left)) throw broken[0]?.error;
    for (const one of broken) {
      const at = await giveUp(page, one, left.get(one.customer.pseudonym), ports);
      if (at) due.push(at);
    }
  }
  return { cursor: next_cursor, again: due.sort()[0] ?? null };
}

interface Broken {
  readonly customer: KnownCustomer;
  readonly person: CustomerState;
  readonly error: unknown;
}

const rowsOf = ({ shop, campaign, run }: DeliveryRun, customers: readonly string[], { messages }: DeliveryPorts) =>
  messages.getMany(shop.shop, campaign.campaignId, run.runId, customers);

const contactOf = async ({ shop }: DeliveryRun, customer: string, { contacts }: DeliveryPorts): Promise<Contact> =>
  (await contacts.getMany(shop.shop, [customer])).get(customer) ?? emptyContact;

/** Where messages of the same page went out, what fails for a few is theirs; where none did, it may be ours. */
function isOfSingleCustomers(broken: readonly Broken[], rows: ReadonlyMap<string, Message>): boolean {
  const through = [...rows.values()].filter(({ status }) => status === 'sent').length;
  return broken.length <= BROKEN_MOST && through >= THROUGH_FOR_EACH * broken.length;
}

/**
 * Settles a customer who could not be settled: whose message cannot be made, in the arm that was drawn; who need none,
 * as ever. What got as far as a claim stays.
 */
async function giveUp(
  page: Page,
  { customer, person, error }: Broken,
  row: Message | undefined,
  ports: DeliveryPorts,
): Promise<string | undefined> {
  ports.onBroken(error);
  if (row && row.status !== 'held') return row.status === 'claimed' ? graceOf(row) : undefined;
  const now = ports.now();
  // Nothing can be chosen for whom not even what is known of them reads.
  const choice = await contactOf(page, customer.pseudonym, ports)
    .then((contact) => choose(page, customer, person, contact, row?.isCounted ?? false, now))
    .catch(() => undefined);
  if (choice?.kind === 'outside' && !row) return undefined;
  const settled = { ...page, customer, row, targeted: page.targeted.get(customer.pseudonym) };
  const message = messageOf(settled, choice ?? { kind: 'skip', reason: 'broken', arm: null }, now);
  const { claimedAt: _never, ...unsent } = message;
  const isBroken = !choice || choice.kind === 'send';
  const written: Message = isBroken
    ? { ...unsent, status: 'failed', reason: 'broken' satisfies MessageReason }
    : message;
  if (await ports.messages.put(written, row?.revision ?? 0)) await ports.log(written);
  return written.heldUntil;
}

/** Brings one customer's message as far as it goes now; answers when to look again, if ever. */
async function settle(
  page: Page,
  customer: KnownCustomer,
  person: CustomerState,
  row: Message | undefined,
  ports: DeliveryPorts,
): Promise<string | undefined> {
  const now = ports.now();
  if (row?.status === 'claimed') {
    const open = openClaim(page, row, ports.channel, now);
    if (open !== 'free') return open.again;
  } else if (row && row.status !== 'held') return undefined;
  else if (row?.heldUntil && row.heldUntil > now.toISOString()) return row.heldUntil;
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const contact = await contactOf(page, customer.pseudonym, ports);
    const choice = choose(page, customer, person, contact, row?.isCounted ?? false, now);
    if (choice.kind === 'outside' && !row) return undefined;
    const message = messageOf({ ...page, customer, row, targeted: page.targeted.get(customer.pseudonym) }, choice, now);
    if (message.status !== 'claimed') {
      const isWritten = await ports.messages.put(message, row?.revision ?? 0);
      if (isWritten) await ports.log(message);
      return isWritten ? message.heldUntil : undefined;
    }
    const composed = await ports.compose({ customer, person, message, now });
    const sealed = await ports.seal(customer.pseudonym, composed);
    const claim: Message = { ...message, slate: [...composed.slate], sealed, isCounted: true };
    const outcome = await ports.messages.claim(claim, row, contact);
    if (outcome === 'claimed') return send(page, customer, { ...claim, revision: claim.revision + 1 }, composed, ports);
    if (outcome === 'taken') return undefined;
    // The customer answered, or was written to, while we wrote: decide again on what is true now.
  }
  throw new UnavailableError(refusal('contact-busy', {}));
}

function choose(
  page: Page,
  customer: KnownCustomer,
  person: CustomerState,
  contact: Contact,
  isCounted: boolean,
  now: Date,
): MessageChoice {
  const { campaignId, definition } = page.campaign;
  return decideMessage({
    ...page,
    campaignId,
    definition,
    subjects: person.names,
    facts: page.factsOf(customer, person.state, now),
    contact,
    hasAddress: definition.channel !== 'email' || addressOf(customer) !== undefined,
    targeted: page.targeted.get(customer.pseudonym),
    isCounted,
    now,
  });
}

/**
 * Somebody claimed this message and nothing says that it was sent: they are at it now, or they died. A channel that
 * takes an id once may be given it again. For e-mail the provider's own events decide: where they tell of this run and
 * after a while not of this message, it was never taken. Without any word it stays open, because twice is worse.
 */
function openClaim(page: Page, row: Message, channel: Channel, now: Date): 'free' | { readonly again?: string } {
  const again = graceOf(row);
  if (now.toISOString() < again) return { again };
  return channel.isRepeatable || page.run.toldAt !== undefined ? 'free' : {};
}

/** Hands a claimed message to its channel. What the channel leaves open stays claimed and is looked at again. */
async function send(
  page: Page,
  customer: KnownCustomer,
  claim: Message,
  { subject, html, text, url, unsubscribeUrl }: ComposedMessage,
  ports: DeliveryPorts,
): Promise<string | undefined> {
  const { pseudonym, identity } = customer;
  try {
    await ports.channel.send({
      messageId: messageIdOf(claim),
      shop: claim.shop,
      campaignId: claim.campaignId,
      runId: claim.runId,
      customer: pseudonym,
      customerId: identity.customerId,
      email: addressOf(customer),
      sending: page.sending,
      ...{ subject, html, text, url, unsubscribeUrl },
    });
  } catch (error) {
    if (error instanceof RejectedError) {
      await ports.messages.put(
        { ...claim, status: 'failed', reason: 'rejected' satisfies MessageReason },
        claim.revision,
      );
      return undefined;
    }
    if (error instanceof NotTakenError) {
      // Not sent for certain, so the message may be claimed again, a little later.
      const heldUntil = new Date(ports.now().getTime() + NOT_TAKEN_MS).toISOString();
      await ports.messages.put(
        { ...claim, status: 'held', reason: 'not-taken' satisfies MessageReason, heldUntil },
        claim.revision,
      );
      return heldUntil;
    }
    return graceOf(claim);
  }
  const sentAt = ports.now().toISOString();
  await ports.messages.markSent(claim, sentAt);
  await ports.log({ ...claim, status: 'sent', sentAt });
  return undefined;
}

const graceOf = ({ claimedAt, at }: Message) => new Date(Date.parse(claimedAt ?? at) + CLAIM_GRACE_MS).toISOString();

export function addressOf({ identity }: Pick<KnownCustomer, 'identity'>): string | undefined {
  const said = identity.identifiers.email?.value;
  return typeof said === 'string' && said.includes('@') ? said : undefined;
}
