import { Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import type { Group } from '../../../core/recommendations/filter/rows.ts';
import { useFormats } from '../parts/use-formats.ts';
import type { FilterSubject } from './field-choices.ts';
import { useCurrency, useItemCount } from './filter-queries.ts';
import { sentenceOf } from './filter-words.ts';

export interface FilterInWordsProps {
  readonly subject: FilterSubject;
  readonly value: string;
  readonly rows: Group;
  /** What it means to have none. */
  readonly ofNone: string | undefined;
}

/** What the filter means, and how many items it leaves. */
export function FilterInWords({ subject, value, rows, ofNone }: FilterInWordsProps) {
  const { t } = useTranslation();
  const { language, whole } = useFormats();
  const currency = useCurrency();
  const [settled] = useDebouncedValue(value, 400);
  const count = useItemCount(settled, subject === 'items' && settled === value);
  const sentence = sentenceOf({ t, language, subject, currency }, rows);
  const counted =
    count &&
    t(count.isWhole ? 'filters.count' : 'filters.countOfPart', {
      matched: whole(count.matched),
      looked: whole(count.looked),
      count: count.looked,
    });
  return (
    <Text size="xs" mt={8} role="status">
      {sentence ?? ofNone ?? t(`filters.everything.${subject}`)}{' '}
      {value.trim() && counted && (
        <Text span size="xs" c="dimmed">
          {counted}
        </Text>
      )}
    </Text>
  );
}
