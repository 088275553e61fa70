import { Group, Input, SegmentedControl, Textarea } from '@mantine/core';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldError } from '../../../core/platform/errors.ts';
import { printRows, rowAt } from '../../../core/recommendations/filter/print-rows.ts';
import { type Group as RowsOfFilter, rowsOf } from '../../../core/recommendations/filter/rows.ts';
import { fieldMessage } from '../parts/field-message.ts';
import type { FilterSubject } from './field-choices.ts';
import { FilterInWords } from './filter-in-words.tsx';
import { GroupRows } from './group-rows.tsx';

export interface FilterFieldProps {
  readonly label: string;
  readonly description?: string;
  /** How it is written, told where it is. */
  readonly example?: string;
  readonly subject?: FilterSubject;
  /**
   * What it means to have none.
   *
   * @default that everything meets it
   */
  readonly ofNone?: string | undefined;
  readonly value: string;
  /** What is wrong with it, and by its position which row that belongs to. */
  readonly fault: Omit<FieldError, 'pointer'> | undefined;
  readonly onChange: (text: string) => void;
}

type View = 'rows' | 'text';

/** A filter, picked in rows or written as text: two views of one text, which is what is kept. */
export function FilterField(props: FilterFieldProps) {
  const { label, description, example, subject = 'items', ofNone, value, fault, onChange } = props;
  const { t } = useTranslation();
  const id = useId();
  const [view, setView] = useState<View>('rows');
  const { rows, change } = useRows(value, onChange);
  const error = fault && fieldMessage(t, fault);
  return (
    <fieldset aria-labelledby={id} className="filter-field">
      <Group justify="space-between" gap="xs" mb={4}>
        <Input.Label labelElement="div" id={id}>
          {label}
        </Input.Label>
        <ViewSwitch label={label} view={view} onChange={setView} />
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
        <Rows {...{ subject, rows, value, fault, error }} onChange={change} />
      )}
      {error === undefined && <FilterInWords subject={subject} value={value} rows={rows} ofNone={ofNone} />}
    </fieldset>
  );
}

interface ViewSwitchProps {
  readonly label: string;
  readonly view: View;
  readonly onChange: (view: View) => void;
}

function ViewSwitch({ label, view, onChange }: ViewSwitchProps) {
  const { t } = useTranslation();
  return (
    <SegmentedControl
      size="xs"
      aria-label={t('filters.viewOf', { label })}
      data={(['rows', 'text'] as const).map((value) => ({ value, label: t(`filters.view.${value}`) }))}
      value={view}
      onChange={(chosen) => onChange(chosen === 'text' ? 'text' : 'rows')}
    />
  );
}

interface RowsProps extends Pick<FilterFieldProps, 'value' | 'fault'> {
  readonly subject: FilterSubject;
  readonly rows: RowsOfFilter;
  readonly error: string | undefined;
  readonly onChange: (rows: RowsOfFilter) => void;
}

/** What is wrong stands at its row, as far as a position tells which that is. */
function Rows({ subject, rows, value, fault, error, onChange }: RowsProps) {
  const position = fault?.values?.position;
  const path = typeof position === 'number' ? rowAt(rows, value, position) : undefined;
  return (
    <>
      <GroupRows subject={subject} group={rows} path={[]} fault={path && { path, error }} onChange={onChange} />
      {error && !path && <Input.Error mt={4}>{error}</Input.Error>}
    </>
  );
}

/** Rows stay as they are picked while the text is what they say, also those that say nothing yet. */
function useRows(value: string, onChange: (text: string) => void) {
  const [picked, setPicked] = useState(() => ({ text: value, rows: rowsOf(value) }));
  const current = picked.text === value ? picked : { text: value, rows: rowsOf(value) };
  if (current !== picked) setPicked(current);
  const change = (rows: RowsOfFilter) => {
    const { text } = printRows(rows);
    setPicked({ text, rows });
    onChange(text);
  };
  return { rows: current.rows, change };
}
