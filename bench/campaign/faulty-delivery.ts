import { LambdaClient, paginateListFunctions } from '@aws-sdk/client-lambda';
import { SESv2Client } from '@aws-sdk/client-sesv2';
import type { CampaignRun, Message } from '../../core/campaigns/contract.ts';
import { ComposeEnv } from '../../core/campaigns/env.ts';
import { createMessageRepository } from '../../core/campaigns/message-repository.ts';
import { createEmailChannel } from '../../core/channels/email-channel.ts';
import { SHARDS } from '../../core/customers/identity-repository.ts';
import { createAudienceSources } from '../../functions/campaigns/audience-sources.ts';
import {
  CLAIM_GRACE_MS,
  type DeliveryPorts,
  type DeliveryRun,
  deliverPage,
} from '../../functions/campaigns/deliver-page.ts';
import { recordDelivery } from '../../functions/outcomes/record-delivery.ts';
import type { createRandom } from '../../local/demo/random.ts';
import { readInbox } from '../../local/inbox.ts';

const PAGE_TRIES = 400;
const ROUNDS = 40;
const TOLD_PAGES = 20;

/** The platform's own tables, by the deployed function's own environment. */
export async function openDelivery() {
  const env = await environmentOfDelivery();
  const sources = createAudienceSources(env);
  const messages = createMessageRepository(sources.documents, env.CAMPAIGNS_TABLE_NAME, sources.contacts);
  return { sources, messages, configurationSet: env.EMAIL_CONFIGURATION_SET };
}

export interface FaultyDelivery {
  readonly delivery: Awaited<ReturnType<typeof openDelivery>>;
  readonly shop: string;
  readonly campaignId: string;
  readonly runId: string;
  readonly emulatorUrl: string;
  /** Share of calls that fail: half of them before anything was done, half after it, so that only the answer is lost. */
  readonly faults: number;
  /** A run and so many redrives of it. */
  readonly drives: number;
  readonly random: ReturnType<typeof createRandom>;
  readonly onProgress: (line: string) => void;
}

/**
 * Delivers a run page by page as the state machine does, on the platform's own tables and mail, while calls of both fail
 * at random. The clock is moved instead of waited for, and what SES would tell is told from the mail that it took.
 */
export async function deliverWithFaults(given: FaultyDelivery): Promise<{ faults: number; calls: number }> {
  const { shop, campaignId, runId, random, onProgress } = given;
  const { sources, messages, configurationSet } = given.delivery;
  const channel = createEmailChannel(new SESv2Client({ maxAttempts: 1 }), configurationSet);
  const clock = { now: new Date() };
  const count = { faults: 0, calls: 0 };
  const disturb = async <Answer>(work: () => Promise<Answer>): Promise<Answer> => {
    count.calls += 1;
    const fault = random.uniform();
    if (fault >= given.faults) return work();
    count.faults += 1;
    if (fault < given.faults / 2) throw new Error('a fault before the work');
    await work();
    throw new Error('a fault after the work: the answer is lost');
  };
  const ports: DeliveryPorts = {
    identities: sources.identities,
    states: sources.states,
    profiles: sources.profiles,
    contacts: { getMany: (...args) => disturb(() => sources.contacts.getMany(...args)) },
    messages: {
      getMany: (...args) => disturb(() => messages.getMany(...args)),
      put: (...args) => disturb(() => messages.put(...args)),
      claim: (...args) => disturb(() => messages.claim(...args)),
      markSent: (...args) => disturb(() => messages.markSent(...args)),
    },
    channel: { ...channel, send: (message) => disturb(() => channel.send(message)) },
    score: async () => undefined,
    leaveUnranked: async () => {},
    compose: async ({ customer }) => ({
      subject: 'One of many',
      html: `<p>${customer.pseudonym}</p>`,
      text: customer.pseudonym,
      url: 'https://demo.example/',
      unsubscribeUrl: 'https://demo.example/unsubscribe',
      slate: [],
    }),
    seal: async () => 'sealed',
    log: async () => {},
    onBroken: () => {},
    now: () => clock.now,
  };

  async function runAsItIs(): Promise<CampaignRun> {
    const run = await sources.campaigns.findRun(shop, campaignId, runId);
    if (!run) throw new Error(`There is no run ${runId}`);
    return run;
  }

  /** What `record-delivery` hears of every message that the mail service took. */
  async function tellWhatWasTaken(): Promise<void> {
    const told = { campaigns: sources.campaigns, messages, contacts: sources.contacts };
    const taken = new Set((await readInbox(given.emulatorUrl)).map(({ BodyText }) => BodyText.trim()));
    for await (const message of messages.ofRun(shop, campaignId, runId)) {
      if (message.status !== 'claimed') continue;
      if (taken.has(message.customer)) await recordDelivery(eventOf('Send', message), told, clock.now);
    }
    await sources.campaigns.updateRun(shop, campaignId, runId, { toldAt: clock.now.toISOString() });
  }

  for (let drive = 1; drive <= given.drives; drive++) {
    for (let round = 0; ; round++) {
      if (round === ROUNDS) throw new Error('The run never ends');
      const [profile, { settings }, run] = await Promise.all([
        sources.shops.get(shop),
        sources.sending.get(shop),
        runAsItIs(),
      ]);
      const campaign = await sources.campaigns.getVersion(shop, campaignId, run.version);
      const due = await walk({ shop: profile, sending: settings, campaign, run }, ports, (pages, tries) =>
        onProgress(`drive ${drive} of ${given.drives}: ${pages} pages in ${tries} tries, ${count.calls} calls`),
      );
      await tellWhatWasTaken();
      const [next] = due.sort();
      if (next === undefined) break;
      clock.now = new Date(Math.max(clock.now.getTime() + CLAIM_GRACE_MS, Date.parse(next)));
    }
    onProgress(`drive ${drive} of ${given.drives}: ${count.faults} of ${count.calls} calls failed so far`);
  }
  return count;
}

async function walk(
  delivery: DeliveryRun,
  ports: DeliveryPorts,
  onProgress: (pages: number, tries: number) => void,
): Promise<string[]> {
  const due: string[] = [];
  const count = { pages: 0, tries: 0 };
  const parts = Array.from({ length: SHARDS }, async (_, shard) => {
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof deliverPage>> = await patiently(() => {
        count.tries += 1;
        return deliverPage(delivery, { shard, cursor, isLastTry: false }, ports);
      });
      count.pages += 1;
      if (count.pages % TOLD_PAGES === 0) onProgress(count.pages, count.tries);
      if (page.again) due.push(page.again);
      cursor = page.cursor;
    } while (cursor);
  });
  await Promise.all(parts);
  return due;
}

/** As a state machine retries a step, without its pauses. */
async function patiently<Answer>(work: () => Promise<Answer>): Promise<Answer> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (attempt === PAGE_TRIES) throw error;
    }
  }
}

/** As SES tells of a message of ours. */
export const eventOf = (
  eventType: 'Send' | 'Complaint',
  { shop, campaignId, runId, customer }: Pick<Message, 'shop' | 'campaignId' | 'runId' | 'customer'>,
) => ({
  detail: {
    eventType,
    mail: { timestamp: new Date().toISOString(), tags: { shop, campaign: campaignId, run: runId, customer } },
  },
});

/** The deployed function's own environment, so that this delivers with what it would. */
async function environmentOfDelivery(): Promise<ComposeEnv> {
  for await (const { Functions } of paginateListFunctions({ client: new LambdaClient() }, {})) {
    const found = Functions?.find(({ FunctionName }) => FunctionName?.includes('DeliverPage'));
    if (found) return ComposeEnv.parse(found.Environment?.Variables);
  }
  throw new Error('No function that delivers is deployed');
}
