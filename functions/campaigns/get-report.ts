import type { CampaignRepository } from '../../core/campaigns/campaign-repository.ts';
import type { CampaignId, CampaignReport, Message } from '../../core/campaigns/contract.ts';
import type { MessageRepository } from '../../core/campaigns/message-repository.ts';
import { reportCampaign } from '../../core/campaigns/report-campaign.ts';
import { readPeople } from '../../core/customers/read-people.ts';
import type { StateRepository } from '../../core/customers/state-repository.ts';
import { chunksOf } from '../../core/platform/chunks-of.ts';
import type { ShopId } from '../../core/platform/contract.ts';
import { ordersOf } from '../../core/segments/facts-of.ts';

/** A report is read while somebody waits. */
const MESSAGES_READ = 20_000;
const READ_AT_ONCE = 100;

export interface ReportPorts {
  readonly campaigns: Pick<CampaignRepository, 'get' | 'runs'>;
  readonly messages: Pick<MessageRepository, 'ofRun'>;
  readonly states: Pick<StateRepository, 'get'>;
}

/** Joins what was sent, and what was held back, with what the customers did afterwards. */
export async function getReport(
  shop: ShopId,
  campaignId: CampaignId,
  { campaigns, messages, states }: ReportPorts,
  now: Date,
): Promise<CampaignReport> {
  const [{ definition }, runs] = await Promise.all([campaigns.get(shop, campaignId), campaigns.runs(shop, campaignId)]);
  const read: Message[] = [];
  // The oldest run first: it is the one that drew people, and outcomes count from there.
  for (const { runId } of runs.toReversed()) {
    for await (const message of messages.ofRun(shop, campaignId, runId)) {
      if (read.length === MESSAGES_READ) break;
      read.push(message);
    }
  }
  const orders = new Map<string, number[]>();
  for (const customers of chunksOf([...new Set(read.map(({ customer }) => customer))], READ_AT_ONCE)) {
    for (const [customer, { state }] of await readPeople(shop, customers, states))
      orders.set(customer, [...ordersOf(state).values()]);
  }
  const judged = read.map((message) => ({ message, orderTimesMs: orders.get(message.customer) ?? [] }));
  return reportCampaign(campaignId, definition.attributionDays, judged, read.length < MESSAGES_READ, now);
}
