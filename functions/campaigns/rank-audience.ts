import { askResponse } from '../../core/campaigns/ask-response.ts';
import type { CampaignRepository } from '../../core/campaigns/campaign-repository.ts';
import type { Campaign, RunTargeting } from '../../core/campaigns/contract.ts';
import { thresholdOf } from '../../core/campaigns/target-response.ts';
import type { ShopProfile } from '../../core/platform/contract.ts';
import type { InvocationRecord } from '../../core/platform/invocation-record.ts';
import type { RunReference } from '../../workflows/run-campaign/contract.ts';
import type { ScoreResponses } from './score-responses.ts';
import { reachable } from './walk-audience.ts';

/** Customers lie in their parts by a hash of their pseudonym, so the first so many are a fair sample of an audience. */
const SAMPLE = 2_000;

export interface RankPorts {
  readonly audience: Parameters<typeof reachable>[2];
  readonly campaigns: Pick<CampaignRepository, 'findRun' | 'updateRun'>;
  readonly score: ScoreResponses;
}

/** Finds, once a run, from which probability on a customer belongs to the share that the campaign means. */
export async function rankAudience(
  { shop, campaignId, runId }: RunReference,
  profile: ShopProfile,
  campaign: Campaign,
  { audience, campaigns, score }: RankPorts,
  { now, record }: { readonly now: Date; readonly record: InvocationRecord },
): Promise<RunTargeting | null> {
  const { targeting: wish } = campaign.definition;
  if (!wish) return null;
  const run = await campaigns.findRun(shop, campaignId, runId);
  if (run?.targeting) return run.targeting;
  // As of the run's begin, as its pages ask: a score that moved with the clock would fall beside its own threshold.
  const asOf = run ? new Date(run.startedAt) : now;
  const people = await reachable(profile, campaign, audience, now, SAMPLE);
  const questions = people.map(({ customer, state, contact }) =>
    askResponse(campaign.definition, customer.identity, state, contact, asOf),
  );
  const answer = await score(shop, questions, record);
  const targeting = targetingOf(answer, wish.share);
  await campaigns.updateRun(shop, campaignId, runId, { targeting });
  return targeting;
}

function targetingOf(answer: Awaited<ReturnType<ScoreResponses>>, share: number): RunTargeting {
  if (answer.status !== 'scored') return { status: answer.status, scored: 0, isPartial: false };
  const { modelVersion, probabilities } = answer;
  const common = { modelVersion, scored: probabilities.length, isPartial: false };
  const threshold = thresholdOf(probabilities, share);
  return threshold === undefined ? { ...common, status: 'too-few' } : { ...common, status: 'ranked', threshold };
}
