import { List, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Recommendations, RecommendedItem } from '../../../core/recommendations/contract.ts';
import { useApi } from '../api/api-context.ts';
import { itemsQuery } from '../api/queries.ts';
import { Panel } from '../parts/panel.tsx';
import { useFormats } from '../parts/use-formats.ts';

export interface WhyPanelProps {
  readonly item: RecommendedItem;
  readonly slate: Recommendations;
}

/** Every reason with what it rests on, and how the item came to its place. It comes into view wherever it was asked for. */
export function WhyPanel({ item, slate }: WhyPanelProps) {
  const { t } = useTranslation();
  const { score, share, moment, language } = useFormats();
  const ids = item.reasons.flatMap(({ evidence }) => evidence.map(({ itemId }) => itemId));
  const items = useQuery(itemsQuery(useApi(), ids));
  const panel = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each item is asked for anew
  useEffect(() => {
    panel.current?.scrollIntoView({ block: 'nearest' });
  }, [item.itemId]);
  const titleOf = (id: string) => items.data?.data.find(({ itemId }) => itemId === id)?.title ?? id;
  return (
    <div className="stays" ref={panel}>
      <Panel title={t('slate.why.title', { title: item.title })}>
        <Stack gap="sm">
          {item.reasons.map(({ code, text, evidence }) => (
            <div key={code}>
              <Text size="sm">{text[language]}</Text>
              {evidence.length > 0 && (
                <List size="xs">
                  {evidence.map(({ itemId, at }) => (
                    <List.Item key={itemId}>
                      {t(at ? 'slate.why.evidenceAt' : 'slate.why.evidence', {
                        title: titleOf(itemId),
                        at: at ? moment(at) : '',
                      })}
                    </List.Item>
                  ))}
                </List>
              )}
            </div>
          ))}
          <Text size="sm">
            {t(`slate.why.source.${item.source}`, { score: score(item.score), version: slate.modelVersion })}
          </Text>
          <Text size="sm" c="dimmed">
            {t(item.propensity < 1 ? 'slate.why.drawn' : 'slate.why.certain', { share: share(item.propensity, 1) })}
          </Text>
        </Stack>
      </Panel>
    </div>
  );
}
