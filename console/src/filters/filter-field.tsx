import { Group, Input, SegmentedControl, Text, Textarea } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldError } from '../../../core/platform/errors.ts';
import { printRows, rowAt } from '../../../core/recommendations/filter/print-rows.ts';
import { type Group as Rows, rowsOf } from '../../../core/recommendations/filter/rows.ts';
import { fieldMessage } from '../parts/field-message.ts';
import { useFormats } from '../parts/use-formats.ts';
import type { FilterSubject } from './field-choices.ts';
import { useCurrency, useItemCount } from './filter-queries.ts';
import { sentenceOf } from './filter-words.ts';
import { GroupRows } from './group-rows.tsx';

export interface FilterFieldProps {
  readonly label: string;
  readonly description?: string;
  /** Of how it is written, said where it is. */
  readonly example?: string;
  readonly subject?: FilterSubject;
  readonly value: string;
  /** What is wrong with it, and by its position which row that belongs to. */
  readonly fault: Omit<FieldError, 'pointer'> | undefined;
  readonly onChange: (text: string) => void;
}

/** A filter, picked in rows or written as text: two views of one text, which is what is kept. */
export function FilterField({
  label,
  description,
  example,
  subject = 'items',
  value,
  fault,
  onChange,
}: FilterFieldProps) {
  const { t } = useTranslation();
  const id = useId();
  const [view, setView] = useState<'rows' | 'text'>('rows');
  const { rows, change } = useRows(value, onChange);
  const error = fault && fieldMessage(t, fault);
  const position = Number(fault?.values?.position ?? Number.NaN);
  const path = error && view === 'rows' && Number.isFinite(position) ? rowAt(rows, value, position) : undefined;
  return (
    <fieldset aria-labelledby={id} className="filter-field">
      <Group justify="space-between" gap="xs" mb={4}>
        <Text id={id} size="sm" fw={500}>
          {label}
        </Text>
        <SegmentedControl
          size="xs"
          aria-label={t('filters.viewOf', { label })}
          data={(['rows', 'text'] as const).map((one) => ({ value: one, label: t(`filters.view.${one}`) }))}
          value={view}
          onChange={(chosen) => setView(chosen === 'text' ? 'text' : 'rows')}
        />
      </Group>
      {description && <Input.Description mb={4}>{description}</Input.Description>}
      {view === 'text' ? (
        <Textarea
          aria-labelledby={id}
          description={example}
          autosize
          minRows={1}
          value={value}
          error={error}
          onChange={({ currentTarget }) => onChange(currentTarget.value)}
          classNames={{ input: 'mono' }}
          spellCheck={false}
        />
      ) : (
        <>
          <GroupRows subject={subject} group={rows} path={[]} fault={path && { path, error }} onChange={change} />
          {error && !path && <Input.Error mt={4}>{error}</Input.Error>}
        </>
      )}
      <InWords subject={subject} value={value} rows={rows} hasFault={error !== undefined} />
    </fieldset>
  );
}

/** Rows stay as they are picked while the text is what they say, also those that say nothing yet. */
function useRows(value: string, onChange: (text: string) => void) {
  const [picked, setPicked] = useState(() => ({ text: value, rows: rowsOf(value) }));
  const current = picked.text === value ? picked : { text: value, rows: rowsOf(value) };
  if (current !== picked) setPicked(current);
  const change = (rows: Rows) => {
    const { text } = printRows(rows);
    setPicked({ text, rows });
    onChange(text);
  };
  return { rows: current.rows, change };
}

interface InWordsProps {
  readonly subject: FilterSubject;
  readonly value: string;
  readonly rows: Rows;
  readonly hasFault: boolean;
}

/** What the filter means, and how many items it leaves. */
function InWords({ subject, value, rows, hasFault }: InWordsProps) {
  const { t } = useTranslation();
  const { language, whole } = useFormats();
  const currency = useCurrency();
  const [settled] = useDebouncedValue(value, 400);
  const count = useItemCount(settled, subject === 'items');
  if (hasFault) return null;
  const sentence = sentenceOf({ t, language, subject, currency }, rows);
  const counted =
    count &&
    t(count.isWhole ? 'filters.count' : 'filters.countOfPart', {
      matched: whole(count.matched),
      looked: whole(count.looked),
      count: count.looked,
    });
  return (
    <Text size="xs" mt={4} role="status">
      {sentence ?? t(`filters.everything.${subject}`)}{' '}
      {value.trim() && counted && (
        <Text span size="xs" c="dimmed">
          {counted}
        </Text>
      )}
    </Text>
  );
}
