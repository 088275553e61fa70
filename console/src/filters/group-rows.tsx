import { Button, CloseButton, Group, Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { printRows, type RowPath } from '../../../core/recommendations/filter/print-rows.ts';
import { JOINS, type Join, type Row, type Group as Rows } from '../../../core/recommendations/filter/rows.ts';
import { useRowsFocus } from '../parts/use-rows-focus.ts';
import { ConditionRow } from './condition-row.tsx';
import { choiceFor, type FilterSubject } from './field-choices.ts';
import { blankCondition, isPickable } from './variants.ts';
import { WrittenRow } from './written-row.tsx';

/** Groups in groups that may be added; more are shown where they are written. */
const DEEPEST = 2;

export interface RowFault {
  readonly path: RowPath;
  readonly error: string | undefined;
}

export interface GroupRowsProps {
  readonly subject: FilterSubject;
  readonly group: Rows;
  /** Where it stands among its groups. */
  readonly path: RowPath;
  readonly fault: RowFault | undefined;
  readonly onChange: (group: Rows) => void;
  /** The outermost cannot be taken away. */
  readonly onRemove?: () => void;
}

/** Conditions of which all, any or none must hold, among them groups of others. */
export function GroupRows({ subject, group, path, fault, onChange, onRemove }: GroupRowsProps) {
  const { t } = useTranslation();
  const { join, rows } = group;
  const { rows: list, adding } = useRowsFocus(rows.length);
  const add = (row: Row) => onChange({ ...group, rows: [...rows, row] });
  const number = numberOf(path);
  const named = onRemove ? t('filters.group', { number }) : t('filters.whole');
  return (
    <fieldset className="filter-group" aria-label={named}>
      {(rows.length > 1 || join === 'none' || join === 'notAll' || onRemove) && (
        <GroupHead
          {...{ named, number, join, onRemove }}
          onChange={(changed) => onChange({ ...group, join: changed })}
        />
      )}
      <div ref={list}>
        {rows.map((row, place) => (
          <AnyRow
            // biome-ignore lint/suspicious/noArrayIndexKey: rows have no name of their own; their place is what they are known by
            key={place}
            subject={subject}
            row={row}
            path={[...path, place]}
            fault={fault}
            onChange={(changed) => onChange({ ...group, rows: rows.with(place, changed) })}
            onRemove={() => onChange({ ...group, rows: rows.toSpliced(place, 1) })}
          />
        ))}
      </div>
      <Group gap={4}>
        <Button ref={adding} size="compact-xs" variant="default" onClick={() => add(blankCondition(subject))}>
          {t('filters.addCondition')}
        </Button>
        {path.length < DEEPEST && rows.length > 0 && (
          <Button
            size="compact-xs"
            variant="default"
            onClick={() => add({ kind: 'group', join: 'any', rows: [blankCondition(subject)] })}
          >
            {t('filters.addGroup')}
          </Button>
        )}
      </Group>
    </fieldset>
  );
}

interface GroupHeadProps {
  readonly named: string;
  readonly number: string;
  readonly join: Join;
  readonly onRemove: (() => void) | undefined;
  readonly onChange: (join: Join) => void;
}

function GroupHead({ named, number, join, onRemove, onChange }: GroupHeadProps) {
  const { t } = useTranslation();
  return (
    <Group gap="xs" wrap="nowrap" mb={8}>
      <Select
        size="xs"
        aria-label={t('filters.joinOf', { group: named })}
        data={JOINS.map((value) => ({ value, label: t(`filters.join.${value}`) }))}
        value={join}
        allowDeselect={false}
        onChange={(value) => onChange(JOINS.find((one) => one === value) ?? join)}
      />
      {onRemove && <CloseButton size="sm" aria-label={t('filters.removeGroup', { number })} onClick={onRemove} />}
    </Group>
  );
}

interface AnyRowProps extends Pick<GroupRowsProps, 'subject' | 'path' | 'fault'> {
  readonly row: Row;
  readonly onChange: (row: Row) => void;
  readonly onRemove: () => void;
}

function AnyRow({ subject, row, path, fault, onChange, onRemove }: AnyRowProps) {
  if (row.kind === 'group') return <GroupRows {...{ subject, path, fault, onChange, onRemove }} group={row} />;
  const error = fault && fault.path.join() === path.join() ? fault.error : undefined;
  const common = { number: numberOf(path), error, onRemove };
  if (row.kind === 'condition' && isPickable(row, choiceFor(subject, row.field)))
    return <ConditionRow {...common} subject={subject} condition={row} onChange={onChange} />;
  const { text } = row.kind === 'written' ? row : printRows({ kind: 'group', join: 'all', rows: [row] });
  return <WrittenRow {...common} text={text} onChange={(written) => onChange({ kind: 'written', text: written })} />;
}

/** As people count: `2.1` is the first of the second. */
const numberOf = (path: RowPath): string => path.map((place) => place + 1).join('.');
