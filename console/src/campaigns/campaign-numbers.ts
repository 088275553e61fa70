import { CampaignDefinition } from '../../../core/campaigns/contract.ts';

/** What the contract says of a campaign that does not say it: what a number's field comes to that is left empty. */
export const DEFAULTS = CampaignDefinition.pick({
  holdoutShare: true,
  repeatAfterDays: true,
  attributionDays: true,
  items: true,
}).parse({});

/** Of the audience, likeliest to respond, where somebody begins to mean a share or leaves its field empty. */
export const TARGET_SHARE = 0.5;

export const withNumber = (
  draft: CampaignDefinition,
  name: keyof typeof DEFAULTS,
  value: number = DEFAULTS[name],
): CampaignDefinition => ({ ...draft, [name]: value });

export const withTargetShare = (draft: CampaignDefinition, share: number = TARGET_SHARE): CampaignDefinition => ({
  ...draft,
  targeting: { by: 'response', share },
});

/** A share as a field holds it, in per cent; what is left empty stays so. */
export const shareOf = (percent: number | undefined): number | undefined =>
  percent === undefined ? undefined : percent / 100;
