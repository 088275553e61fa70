import {
  type ArmCounts,
  differenceOfShares,
  incrementalCustomers,
  shareInterval,
  verdictOf,
} from '../outcomes/compare-arms.ts';
import type { CampaignReport, Message } from './contract.ts';

const DAY_MS = 86_400_000;

/** A message with the moments at which its customer ordered afterwards. */
export interface Judged {
  readonly message: Message;
  readonly orderTimesMs: readonly number[];
}

/**
 * What a campaign did. Everybody who was drawn counts in their arm, written to or not (intention to treat), once, from
 * the first run that drew them; and only when their window has passed, so that no arm is looked at for longer.
 */
export function reportCampaign(
  campaignId: string,
  attributionDays: number,
  judged: readonly Judged[],
  isWhole: boolean,
  now: Date,
): CampaignReport {
  const windowMs = attributionDays * DAY_MS;
  const ordered = ({ message, orderTimesMs }: Judged) => {
    const from = Date.parse(message.at);
    return orderTimesMs.some((at) => at >= from && at < from + windowMs);
  };
  const drawn = firstOfEach(judged.filter(({ message }) => message.arm !== null));
  const done = drawn.filter(({ message }) => Date.parse(message.at) + windowMs <= now.getTime());
  const arm = (name: Message['arm']): ArmCounts => {
    const members = done.filter(({ message }) => message.arm === name);
    return { customers: members.length, successes: members.filter(ordered).length };
  };
  const [treated, holdout] = [arm('treated'), arm('holdout')];
  const verdict = verdictOf(treated, holdout);
  const isEarly = verdict === 'too-early';
  const shown = (counts: ArmCounts) => ({
    customers: counts.customers,
    ordered: counts.successes,
    share: shareInterval(counts) ?? null,
  });
  return {
    campaignId,
    attributionDays,
    funnel: funnelOf(judged, ordered),
    verdict,
    measured: { of: drawn.length, done: done.length },
    treated: shown(treated),
    holdout: shown(holdout),
    incremental: isEarly ? null : (incrementalCustomers(treated, holdout) ?? null),
    lift: isEarly ? null : (differenceOfShares(treated, holdout) ?? null),
    isWhole,
  };
}

function funnelOf(judged: readonly Judged[], ordered: (one: Judged) => boolean): CampaignReport['funnel'] {
  const count = (is: (message: Message) => unknown) => judged.filter(({ message }) => is(message)).length;
  const skipped: Record<string, number> = {};
  for (const { message } of judged) {
    if (message.status !== 'skipped' && message.status !== 'failed') continue;
    const reason = message.reason ?? message.status;
    skipped[reason] = (skipped[reason] ?? 0) + 1;
  }
  const sent = judged.filter(({ message }) => message.status === 'sent');
  return {
    audience: judged.length,
    skipped,
    heldOut: count(({ status }) => status === 'held-out'),
    held: count(({ status }) => status === 'held'),
    unresolved: count(({ status }) => status === 'claimed'),
    sent: sent.length,
    delivered: count(({ deliveredAt }) => deliveredAt),
    opened: count(({ openedAt }) => openedAt),
    machineOpened: count(({ openedAt, machineOpenedAt }) => machineOpenedAt && !openedAt),
    clicked: count(({ clickedAt }) => clickedAt),
    ordered: sent.filter(ordered).length,
  };
}

function firstOfEach(judged: readonly Judged[]): Judged[] {
  const first = new Map<string, Judged>();
  for (const one of judged) {
    const held = first.get(one.message.customer);
    if (!held || one.message.at < held.message.at) first.set(one.message.customer, one);
  }
  return [...first.values()];
}
