import type { TFunction } from 'i18next';
import type { CampaignDraft } from '../../../core/campaigns/contract.ts';
import { WORDS } from './campaign-draft.ts';
import { LANGUAGE_CHOICES } from './language-choices.ts';

/** A field of a campaign that two people have filled in otherwise; empty text where it is left empty. */
export interface Difference {
  readonly field: string;
  readonly theirs: string;
  readonly mine: string;
}

/** In the order of the form. */
export function differencesOf(t: TFunction, theirs: CampaignDraft, mine: CampaignDraft): Difference[] {
  const filled = new Map(fieldsOf(t, mine));
  return fieldsOf(t, theirs)
    .map(([field, text]) => ({ field, theirs: text, mine: filled.get(field) ?? '' }))
    .filter((one) => one.theirs !== one.mine);
}

/** What the form holds, by the labels of its fields. */
function fieldsOf(t: TFunction, { definition, isActive }: CampaignDraft): [field: string, text: string][] {
  const { name, segment, targeting, schedule, holdoutShare, copy } = definition;
  const percent = (share: number) => `${Number((100 * share).toFixed(1))} %`;
  return [
    [t('campaign.form.name'), name],
    [t('campaign.form.segment'), segment],
    [t('campaign.form.targeting'), targeting ? percent(targeting.share) : ''],
    [t('campaign.form.schedule'), schedule?.expression ?? ''],
    [t('campaign.form.timeZone'), schedule?.timeZone ?? ''],
    [t('campaign.form.holdoutShare'), percent(holdoutShare)],
    ...(['repeatAfterDays', 'attributionDays', 'items'] as const).map((number): [string, string] => [
      t(`campaign.form.${number}`),
      `${definition[number]}`,
    ]),
    ...LANGUAGE_CHOICES.flatMap(({ value, label }) =>
      WORDS.map((word): [string, string] => [`${t(`campaign.form.words.${word}`)} (${label})`, copy[value][word]]),
    ),
    [t('campaign.form.active'), t(isActive ? 'campaigns.active' : 'campaigns.paused')],
  ];
}
