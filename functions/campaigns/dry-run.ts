import type { Campaign, DryRunReport } from '../../core/campaigns/contract.ts';
import type { MessageChoice } from '../../core/campaigns/decide-message.ts';
import { EXPLORED_SHARE } from '../../core/campaigns/target-response.ts';
import type { SendingSettings } from '../../core/channels/contract.ts';
import { detectableDifference } from '../../core/outcomes/compare-arms.ts';
import type { ShopProfile } from '../../core/platform/contract.ts';
import { compileSegment } from '../../core/segments/compile-segment.ts';
import { type Bounds, decideAll } from './walk-audience.ts';

/** SES, per message. */
const EMAIL_USD = 0.0001;
/** Before a campaign has run nobody knows its base rate: one order in twenty is an assumption, to size the test by. */
const ASSUMED_SHARE = 0.05;

/** What a run would do now: to how many, at what cost, and how large an effect must be for this audience to show it. */
export async function dryRun(
  shop: ShopProfile,
  sending: SendingSettings,
  campaign: Campaign,
  ports: Parameters<typeof decideAll>[4],
  now: Date,
  bounds?: Bounds,
): Promise<DryRunReport> {
  const segment = compileSegment(campaign.definition.segment);
  const { choices, audience, share } = await decideAll(shop, sending, campaign, segment, ports, now, bounds);
  const inAll = (some: readonly MessageChoice[]) => Math.round(some.length / share);
  const of = (kind: MessageChoice['kind']) => inAll(choices.filter((choice) => choice.kind === kind));
  const refused = choices.flatMap((choice) => (choice.kind === 'skip' ? [choice] : []));
  const skipped = [...Map.groupBy(refused, ({ reason }) => reason)].map(([reason, some]) => [reason, inAll(some)]);
  const [wouldSend, held, heldOut] = [of('send'), of('hold'), of('hold-out')];
  const treated = wouldSend + held;
  // A model that has not answered yet is taken to mean the share that it is asked for, and the tried ones beside it.
  const { targeting, channel } = campaign.definition;
  const meant = targeting ? targeting.share + (1 - targeting.share) * EXPLORED_SHARE : 1;
  const detectable = detectableDifference(treated * meant, heldOut * meant, ASSUMED_SHARE);
  return {
    ...audience,
    wouldSend,
    held,
    heldOut,
    skipped: Object.fromEntries(skipped),
    targetShare: targeting?.share ?? null,
    costUsd: channel === 'email' ? treated * meant * EMAIL_USD : 0,
    detectable: detectable === undefined ? null : Math.ceil(detectable * treated * meant),
  };
}
