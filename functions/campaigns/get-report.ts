import { assignCampaignArm } from '../../core/campaigns/assign-campaign-arm.ts';
import type { CampaignRepository } from '../../core/campaigns/campaign-repository.ts';
import type { CampaignId, CampaignReport, Message } from '../../core/campaigns/contract.ts';
import type { MessageRepository } from '../../core/campaigns/message-repository.ts';
import { reportCampaign } from '../../core/campaigns/report-campaign.ts';
import { readPeople } from '../../core/customers/read-people.ts';
import type { StateRepository } from '../../core/customers/state-repository.ts';
import { chunksOf } from '../../core/platform/chunks-of.ts';
import type { ShopId, ShopProfile } from '../../core/platform/contract.ts';
import { ordersOf } from '../../core/segments/facts-of.ts';

/** A report is read while somebody waits. */
const MESSAGES_READ = 20_000;
const READ_AT_ONCE = 100;

export interface ReportPorts {
  readonly shops: { readonly get: (shop: ShopId) => Promise<ShopProfile> };
  readonly campaigns: Pick<CampaignRepository, 'get' | 'getVersion' | 'allRuns'>;
  readonly messages: Pick<MessageRepository, 'ofRun'>;
  readonly states: Pick<StateRepository, 'get'>;
}

/** Joins what was sent, and what was held back, with what the customers did afterwards. */
export async function getReport(
  shop: ShopId,
  campaignId: CampaignId,
  { shops, campaigns, messages, states }: ReportPorts,
  now: Date,
): Promise<CampaignReport> {
  const [profile, { definition }] = await Promise.all([shops.get(shop), campaigns.get(shop, campaignId)]);
  const read: Message[] = [];
  // The oldest run first: it is the one that drew people, and outcomes count from there.
  for await (const run of campaigns.allRuns(shop, campaignId)) {
    if (read.length === MESSAGES_READ) break;
    // Most runs of a campaign that looks every hour find nobody.
    if (run.counts?.audience === 0) continue;
    for await (const message of messages.ofRun(shop, campaignId, run.runId)) {
      if (read.length === MESSAGES_READ) break;
      read.push(message);
    }
  }
  const drawn = await drawnArms(profile, campaignId, read, campaigns);
  const orders = new Map<string, number[]>();
  for (const customers of chunksOf([...new Set(read.map(({ customer }) => customer))], READ_AT_ONCE)) {
    for (const [customer, { state }] of await readPeople(shop, customers, states))
      orders.set(customer, [...ordersOf(state).values()]);
  }
  const judged = read.map((message) => ({
    message: { ...message, arm: message.arm && drawn(message) },
    orderTimesMs: orders.get(message.customer) ?? [],
  }));
  return reportCampaign(campaignId, definition.attributionDays, judged, read.length < MESSAGES_READ, now);
}

/**
 * The arm that each customer's own name was drawn for, in the version of the campaign that met them. Who is held out
 * because a browser of theirs is stays so, but counts where they were drawn: else people of many browsers, who are the
 * busier ones, would gather in the holdout.
 */
async function drawnArms(
  profile: ShopProfile,
  campaignId: CampaignId,
  messages: readonly Message[],
  campaigns: Pick<CampaignRepository, 'getVersion'>,
): Promise<(message: Message) => 'treated' | 'holdout'> {
  const versions = [...new Set(messages.map(({ version }) => version))];
  const met = await Promise.all(versions.map((version) => campaigns.getVersion(profile.shop, campaignId, version)));
  const definitions = new Map(met.map(({ version, definition }) => [version, definition]));
  return ({ customer, version, arm }) => {
    const definition = definitions.get(version);
    return definition ? assignCampaignArm([customer], profile, campaignId, definition).arm : (arm ?? 'treated');
  };
}
