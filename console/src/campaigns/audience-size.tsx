import { useTranslation } from 'react-i18next';
import type { Audience } from '../../../core/campaigns/contract.ts';
import { useFormats } from '../parts/use-formats.ts';

/** How many customers are meant: counted, or about how many, where a shop has more than are looked at. */
export function AudienceSize({ audience: { matched, looked, estimate } }: { readonly audience: Audience }) {
  const { t } = useTranslation();
  const { whole, about } = useFormats();
  if (!estimate) return t('campaign.form.audience', { matched: whole(matched), looked: whole(looked), count: looked });
  return t('campaign.form.audienceAbout', {
    matched: about(estimate.matched.value),
    low: about(estimate.matched.low),
    high: about(estimate.matched.high),
    customers: about(estimate.customers.value),
    looked: whole(looked),
  });
}
