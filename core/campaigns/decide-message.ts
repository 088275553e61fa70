import type { Contact, SendingSettings } from '../channels/contract.ts';
import { capReached, refusalOf, type SkipReason } from '../channels/may-contact.ts';
import { quietUntil } from '../channels/quiet-hours.ts';
import type { ShopProfile } from '../platform/contract.ts';
import type { Segment } from '../segments/compile-segment.ts';
import type { SegmentFacts } from '../segments/contract.ts';
import { assignCampaignArm, type CampaignArm } from './assign-campaign-arm.ts';
import type { CampaignDefinition, CampaignId } from './contract.ts';
import type { Targeted } from './target-response.ts';

/** All that one customer's place in a run depends on. */
export interface Considered {
  readonly campaignId: CampaignId;
  readonly definition: CampaignDefinition;
  readonly segment: Segment;
  readonly shop: Pick<ShopProfile, 'experimentSalt' | 'holdoutShare'>;
  readonly sending: Pick<SendingSettings, 'timeZone' | 'quietHours' | 'weeklyCap'>;
  /** Every name that the person was met by, the customer's first. */
  readonly subjects: readonly string[];
  readonly facts: SegmentFacts;
  readonly contact: Contact;
  readonly hasAddress: boolean;
  /** Absent where the campaign means everybody, or nobody could score. */
  readonly targeted?: Targeted | undefined;
  /** This very message was counted before, by a try that did not end. */
  readonly isCounted: boolean;
  readonly now: Date;
}

export type MessageChoice =
  | { readonly kind: 'outside' }
  | { readonly kind: 'skip'; readonly reason: SkipReason; readonly arm: CampaignArm | null }
  | { readonly kind: 'hold-out'; readonly arm: CampaignArm }
  | { readonly kind: 'hold'; readonly until: Date; readonly arm: CampaignArm }
  | { readonly kind: 'send'; readonly arm: CampaignArm };

/**
 * Who gets a message, in this order: the audience, then whether the person may be written to at all and is meant, then
 * the arm, and only then caps and quiet hours. What comes before the arm is the same for both arms, so that they stay comparable.
 */
export function decideMessage(considered: Considered): MessageChoice {
  const { segment, facts, contact, definition, campaignId, shop, sending, subjects, hasAddress, now } = considered;
  if (!segment(facts, now)) return { kind: 'outside' };
  const refusal = refusalOf(contact, definition.topic, hasAddress);
  if (refusal) return { kind: 'skip', reason: refusal, arm: null };
  if (considered.targeted?.isMeant === false) return { kind: 'skip', reason: 'low-response', arm: null };
  const arm = assignCampaignArm(subjects, shop, campaignId, definition);
  if (arm.arm === 'holdout') return { kind: 'hold-out', arm };
  const caps = { weekly: sending.weeklyCap, campaignDays: definition.repeatAfterDays };
  const cap = considered.isCounted ? undefined : capReached(contact, campaignId, caps, now);
  if (cap) return { kind: 'skip', reason: cap, arm };
  // What waits on the site disturbs nobody's sleep.
  const until =
    definition.channel === 'on-site' ? undefined : quietUntil(now, zoneOf(facts, sending), sending.quietHours);
  return until ? { kind: 'hold', until, arm } : { kind: 'send', arm };
}

/** The customer's own zone where the shop told it, else the shop's. */
function zoneOf({ attributes }: SegmentFacts, { timeZone }: Pick<SendingSettings, 'timeZone'>): string {
  const said = attributes.timeZone;
  return said !== undefined && KNOWN_ZONES.has(said) ? said : timeZone;
}

const KNOWN_ZONES: ReadonlySet<string> = new Set(Intl.supportedValuesOf('timeZone'));
