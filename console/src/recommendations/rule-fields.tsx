import { Button, Fieldset, Group, Text, TextInput } from '@mantine/core';
import { Children, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { FilterField, type FilterFieldProps } from '../filters/filter-field.tsx';
import { NumberField, type NumberFieldProps } from '../parts/number-field.tsx';
import { useRowsFocus } from '../parts/use-rows-focus.ts';
import { fromLocalMoment, toLocalMoment } from './recipe-draft.ts';

export interface RuleListProps {
  readonly title: string;
  readonly help: string;
  readonly add: string;
  readonly onAdd: () => void;
  readonly children: ReactNode;
}

/** Rules of one kind. */
export function RuleList({ title, help, add, onAdd, children }: RuleListProps) {
  const count = Children.count(children);
  const { rows, adding } = useRowsFocus(count);
  return (
    <Fieldset legend={title}>
      <Text size="xs" c="dimmed" mb="xs">
        {help}
      </Text>
      <div ref={rows}>{children}</div>
      <Button ref={adding} size="xs" variant="default" onClick={onAdd}>
        {add}
      </Button>
    </Fieldset>
  );
}

export interface RuleRowProps {
  readonly name: string;
  /** What needs the whole width. */
  readonly below?: ReactNode;
  readonly onRemove: () => void;
  readonly children: ReactNode;
}

export function RuleRow({ name, below, onRemove, children }: RuleRowProps) {
  const { t } = useTranslation();
  return (
    <Group align="flex-start" gap="xs" className="rule">
      {children}
      <Button size="xs" variant="default" mt={28} onClick={onRemove} aria-label={t('recipe.removeOf', { name })}>
        {t('recipe.remove')}
      </Button>
      {below}
    </Group>
  );
}

interface LabelFieldProps {
  readonly value: string;
  readonly error: string | undefined;
  readonly onChange: (value: string) => void;
}

export function LabelField({ value, error, onChange }: LabelFieldProps) {
  const { t } = useTranslation();
  return (
    <TextInput
      label={t('recipe.label')}
      value={value}
      error={error}
      onChange={(event) => onChange(event.currentTarget.value)}
      style={{ flex: '1 1 120px' }}
    />
  );
}

/** What the rule is about, below its other fields. */
export function RuleFilter(props: Pick<FilterFieldProps, 'value' | 'fault' | 'ofNone' | 'onChange'>) {
  const { t } = useTranslation();
  return (
    <div style={{ flex: '1 1 100%', minWidth: 0 }}>
      <FilterField label={t('recipe.filter')} {...props} />
    </div>
  );
}

/** A number beside the other fields of its row, as wide as the longest of their labels. */
export const RuleNumber = (props: NumberFieldProps) => (
  <NumberField {...props} style={{ flex: '1 1 112px', maxWidth: 148 }} />
);

export interface MomentFieldProps {
  readonly label: string;
  readonly value: string | undefined;
  readonly error: string | undefined;
  readonly onChange: (iso: string | undefined) => void;
}

/** A moment in the reader's own time zone. */
export function MomentField({ label, value, error, onChange }: MomentFieldProps) {
  return (
    <TextInput
      type="datetime-local"
      label={label}
      value={toLocalMoment(value)}
      error={error}
      onChange={(event) => onChange(fromLocalMoment(event.currentTarget.value))}
      style={{ flex: '1 1 184px' }}
    />
  );
}
