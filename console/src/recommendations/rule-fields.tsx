import { Button, Fieldset, Group, Text, TextInput } from '@mantine/core';
import { Children, type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { NumberField, type NumberFieldProps } from '../parts/number-field.tsx';
import { fromLocalMoment, toLocalMoment } from './recipe-draft.ts';

export interface RuleListProps {
  readonly title: string;
  readonly help: string;
  readonly add: string;
  readonly onAdd: () => void;
  readonly children: ReactNode;
}

/** Rules of one kind. The keyboard goes on in the rule that was added, and after a removal where another can be added. */
export function RuleList({ title, help, add, onAdd, children }: RuleListProps) {
  const count = Children.count(children);
  const before = useRef(count);
  const rules = useRef<HTMLDivElement>(null);
  const adding = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (count > before.current) rules.current?.lastElementChild?.querySelector('input')?.focus();
    if (count < before.current) adding.current?.focus();
    before.current = count;
  }, [count]);
  return (
    <Fieldset legend={title}>
      <Text size="xs" c="dimmed" mb="xs">
        {help}
      </Text>
      <div ref={rules}>{children}</div>
      <Button ref={adding} size="xs" variant="default" onClick={onAdd}>
        {add}
      </Button>
    </Fieldset>
  );
}

export interface RuleRowProps {
  readonly name: string;
  readonly onRemove: () => void;
  readonly children: ReactNode;
}

export function RuleRow({ name, onRemove, children }: RuleRowProps) {
  const { t } = useTranslation();
  return (
    <Group align="flex-start" gap="xs" className="rule">
      {children}
      <Button size="xs" variant="default" mt={28} onClick={onRemove} aria-label={t('recipe.removeOf', { name })}>
        {t('recipe.remove')}
      </Button>
    </Group>
  );
}

interface TextFieldProps {
  readonly value: string;
  readonly error: string | undefined;
  readonly onChange: (value: string) => void;
}

export function LabelField({ value, error, onChange }: TextFieldProps) {
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

export function FilterField({ value, error, onChange }: TextFieldProps) {
  const { t } = useTranslation();
  return (
    <TextInput
      label={t('recipe.filter')}
      value={value}
      error={error}
      onChange={(event) => onChange(event.currentTarget.value)}
      classNames={{ input: 'mono' }}
      spellCheck={false}
      style={{ flex: '2 1 200px' }}
    />
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
