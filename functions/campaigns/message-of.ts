import type { Campaign, CampaignRun, Message, MessageReason, ResponseScore } from '../../core/campaigns/contract.ts';
import type { MessageChoice } from '../../core/campaigns/decide-message.ts';
import { languageOf } from '../../core/campaigns/language-of.ts';
import type { Targeted } from '../../core/campaigns/target-response.ts';
import type { KnownCustomer } from '../../core/customers/identity-repository.ts';
import type { ShopProfile } from '../../core/platform/contract.ts';

export interface Settled {
  readonly shop: Pick<ShopProfile, 'shop'>;
  readonly campaign: Campaign;
  readonly run: Pick<CampaignRun, 'runId'>;
  readonly customer: KnownCustomer;
  /** What a try before left. */
  readonly row: Message | undefined;
  readonly targeted: Targeted | undefined;
}

/** The row of one customer as a choice makes it. What was decided once, and what was said of them then, stays. */
export function messageOf(
  { shop, campaign, run, customer: { pseudonym, identity }, row, targeted }: Settled,
  choice: MessageChoice,
  now: Date,
): Message {
  const {
    heldUntil: _held,
    reason: _reason,
    ...before
  }: Message = row ?? {
    shop: shop.shop,
    campaignId: campaign.campaignId,
    version: campaign.version,
    runId: run.runId,
    customer: pseudonym,
    arm: null,
    channel: campaign.definition.channel,
    language: languageOf(identity),
    at: now.toISOString(),
    status: 'claimed',
    slate: [],
    ...responseOf(targeted, choice),
    isCounted: false,
    revision: 0,
  };
  const arm = choice.kind === 'outside' ? {} : choice.arm ? choice.arm : { arm: null };
  switch (choice.kind) {
    case 'outside':
      return { ...before, status: 'skipped', reason: 'left-audience' satisfies MessageReason };
    case 'skip':
      // Who was drawn once stays drawn, whatever they answer later.
      return { ...before, ...(row ? {} : arm), status: 'skipped', reason: choice.reason satisfies MessageReason };
    case 'hold-out':
      return { ...before, ...arm, status: 'held-out' };
    case 'hold':
      return {
        ...before,
        ...arm,
        status: 'held',
        reason: 'quiet-hours' satisfies MessageReason,
        heldUntil: choice.until.toISOString(),
      };
    case 'send':
      return { ...before, ...arm, status: 'claimed', claimedAt: now.toISOString() };
  }
}

/** Kept where the model had a say: nobody who may not be written to was asked about. */
function responseOf(targeted: Targeted | undefined, choice: MessageChoice): { response?: ResponseScore } {
  const isAsked = choice.kind !== 'outside' && (choice.kind !== 'skip' || choice.reason === 'low-response');
  return targeted && isAsked ? { response: { score: targeted.score, propensity: targeted.propensity } } : {};
}
