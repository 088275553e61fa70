import { Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { DecisionPage } from '../../../core/decisions/contract.ts';
import { Surface } from '../../../core/recommendations/contract.ts';
import { useApi } from '../api/api-context.ts';
import { type CustomerBy, decisionsQuery, itemsQuery } from '../api/queries.ts';
import { QueryView } from '../parts/query-view.tsx';
import { useFormats } from '../parts/use-formats.ts';
import { useNow } from '../parts/use-now.ts';

/** A slate may hold fifty; the first say what it was. */
const SHOWN_ITEMS = 5;

export interface CustomerDecisionsProps {
  readonly customer: string;
  readonly by: CustomerBy;
}

/** Why did they get this? What was chosen for this person, newest first, each with who chose and the first reason. */
export function CustomerDecisions({ customer, by }: CustomerDecisionsProps) {
  const { t } = useTranslation();
  const decisions = useQuery(decisionsQuery(useApi(), customer, by));
  return (
    <section aria-label={t('customer.decisions')}>
      <Title order={3} size="h5" mb="xs">
        {t('customer.decisions')}
      </Title>
      <QueryView query={decisions} lines={4}>
        {({ data }) =>
          data.length ? (
            <DecisionList decisions={data} />
          ) : (
            <Text size="sm" c="dimmed">
              {t('customer.undecided')}
            </Text>
          )
        }
      </QueryView>
    </section>
  );
}

function DecisionList({ decisions }: { readonly decisions: DecisionPage['data'] }) {
  const { t } = useTranslation();
  const { ago, moment, language } = useFormats();
  const now = useNow(10_000);
  const shownOf = (chosen: DecisionPage['data'][number]['chosen']) => chosen.slice(0, SHOWN_ITEMS);
  const ids = [...new Set(decisions.flatMap(({ chosen }) => shownOf(chosen).map(({ itemId }) => itemId)))].sort();
  const items = useQuery(itemsQuery(useApi(), ids));
  const titles = new Map(items.data?.data.map(({ itemId, title }) => [itemId, title]));
  return (
    <ol className="timeline">
      {decisions.map(({ requestId, at, surface, policy, experimentArm, chosen }) => {
        const arm = experimentArm === 'holdout' ? 'holdout' : 'treatment';
        const place = Surface.safeParse(surface).data;
        return (
          <li key={requestId}>
            <Text size="xs" c="dimmed" title={moment(at)}>
              {ago(at, now)}
            </Text>
            <Stack gap={0}>
              <Text size="sm">
                <strong>{place ? t(`slate.surface.${place}`) : surface}</strong> · {t('slate.policy', { policy })} ·{' '}
                {t(`role.${arm}`)}
              </Text>
              <Text size="sm">
                {shownOf(chosen)
                  .map(({ itemId }) => titles.get(itemId) ?? itemId)
                  .join(' · ')}
                {chosen.length > SHOWN_ITEMS ? ` · ${t('customer.more', { count: chosen.length - SHOWN_ITEMS })}` : ''}
              </Text>
              <Text size="xs" c="dimmed">
                {chosen[0]?.reasons[0]?.text[language]}
              </Text>
            </Stack>
          </li>
        );
      })}
    </ol>
  );
}
