import { Autocomplete, MultiSelect, Select, TagsInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { RfmSegment } from '../../../core/profiles/contract.ts';
import { Surface } from '../../../core/recommendations/contract.ts';
import type { Condition, Field, Plain } from '../../../core/recommendations/filter/rows.ts';
import { choiceFor, type FieldChoice, type FilterSubject, othersFor } from './field-choices.ts';
import { useKnownValues } from './filter-queries.ts';
import { choiceName, namedValue } from './filter-words.ts';
import { AmountInput, MomentInput, StretchInput } from './measured-inputs.tsx';
import { type Ends, takesMany, type ValueKind, valueKindOf, valuesOfEnds, variantOf, withEnd } from './variants.ts';

export interface ValueInputProps {
  readonly subject: FilterSubject;
  readonly number: string;
  readonly condition: Condition;
  readonly choice: FieldChoice;
  readonly onChange: (condition: Condition) => void;
}

/** What a field is held against: as many inputs as there are values. */
export function ValueInput(props: ValueInputProps) {
  const { number, condition, choice, onChange } = props;
  const { t } = useTranslation();
  const { field, operator, values } = condition;
  const variant = variantOf(condition);
  const kind = valueKindOf(variant, choice.kind);
  if (kind === 'none') return null;
  if (kind === 'field') return <OtherFieldInput {...props} />;
  const isText = kind === 'text' || kind === 'list';
  if (isText && takesMany(variant, choice.kind)) return <TextsInput {...props} />;
  if (operator === 'between') return <RangeInput key={JSON.stringify(field)} {...props} kind={kind} />;
  return (
    <OneValue
      kind={kind}
      field={field}
      label={t('filters.valueOf', { number })}
      value={values[0]}
      onChange={(value) => onChange({ ...condition, values: value === undefined ? [] : [value] })}
    />
  );
}

/** The condition has what both ends say; while one of them is open, the other is remembered here. */
function RangeInput({ number, condition, kind, onChange }: ValueInputProps & { readonly kind: ValueKind }) {
  const { t } = useTranslation();
  const { field, values } = condition;
  const [typed, setTyped] = useState<Ends>([values[0], values[1]]);
  const ends: Ends = values.length === 2 ? [values[0], values[1]] : typed;
  const end = (at: 0 | 1, label: string) => (
    <OneValue
      kind={kind}
      field={field}
      label={label}
      value={ends[at]}
      onChange={(value) => {
        const changed = withEnd(ends, at, value);
        setTyped(changed);
        onChange({ ...condition, values: valuesOfEnds(changed) });
      }}
    />
  );
  return (
    <div className="filter-range">
      {end(0, t('filters.fromOf', { number }))}
      {end(1, t('filters.toOf', { number }))}
    </div>
  );
}

interface OneValueProps {
  readonly kind: ValueKind;
  readonly field: Field;
  readonly label: string;
  readonly value: Plain | undefined;
  readonly onChange: (value: Plain | undefined) => void;
}

function OneValue({ kind, field, label, value, onChange }: OneValueProps) {
  const { t } = useTranslation();
  switch (kind) {
    case 'number':
    case 'money':
      return <AmountInput isMoney={kind === 'money'} {...{ label, value, onChange }} />;
    case 'time':
      return <MomentInput {...{ label, value, onChange }} />;
    case 'stretch':
      return <StretchInput {...{ label, value, onChange }} />;
    case 'boolean':
      return (
        <Select
          size="xs"
          aria-label={label}
          data={(['true', 'false'] as const).map((one) => ({ value: one, label: t(`filters.${one}`) }))}
          value={value === undefined ? null : String(value)}
          allowDeselect={false}
          onChange={(chosen) => onChange(chosen === 'true')}
        />
      );
    default:
      return <TextInput {...{ field, label, value, onChange }} />;
  }
}

function TextInput({ field, label, value, onChange }: Omit<OneValueProps, 'kind'>) {
  const { t } = useTranslation();
  const known = useKnownValues(field);
  const options = optionsOf(field);
  const text = value === undefined ? '' : String(value);
  if (options.length)
    return (
      <Select
        size="xs"
        aria-label={label}
        placeholder={t('filters.value')}
        data={options.map((one) => ({ value: one, label: namedValue(t, field, one) }))}
        value={text || null}
        allowDeselect={false}
        onChange={(chosen) => onChange(chosen ?? undefined)}
      />
    );
  return (
    <Autocomplete
      size="xs"
      aria-label={label}
      placeholder={t('filters.value')}
      data={known}
      limit={50}
      value={text}
      onChange={(typed) => onChange(typed || undefined)}
    />
  );
}

function TextsInput({ number, condition, onChange }: ValueInputProps) {
  const { t } = useTranslation();
  const { field } = condition;
  const known = useKnownValues(field);
  const options = optionsOf(field);
  const values = condition.values.map(String);
  const common = {
    size: 'xs',
    'aria-label': t('filters.valuesOf', { number }),
    placeholder: values.length ? undefined : t('filters.values'),
    value: values,
    limit: 50,
    onChange: (chosen: string[]) => onChange({ ...condition, values: chosen }),
  } as const;
  if (!options.length) return <TagsInput {...common} data={known} splitChars={[]} clearable={false} />;
  return <MultiSelect {...common} data={options.map((one) => ({ value: one, label: namedValue(t, field, one) }))} />;
}

/** Of fields whose values are the platform's own. */
function optionsOf({ root, names }: Field): readonly string[] {
  if (root === 'context' && names[0] === 'surface') return Surface.options;
  return root === 'customer' && names[0] === 'rfm' ? RfmSegment.options : [];
}

function OtherFieldInput({ subject, number, condition, choice, onChange }: ValueInputProps) {
  const { t } = useTranslation();
  const { operator, other } = condition;
  const offered = othersFor(subject, operator === 'among' ? 'among' : 'sameAs', choice.kind);
  const chosen = other && choiceFor(subject, other);
  const all = chosen && !offered.some(({ key }) => key === chosen.key) ? [...offered, chosen] : offered;
  return (
    <Select
      size="xs"
      aria-label={t('filters.valueOf', { number })}
      placeholder={t('filters.otherField')}
      data={all.map((one) => ({ value: one.key, label: choiceName({ t }, one) }))}
      value={chosen?.key ?? null}
      allowDeselect={false}
      onChange={(key) => {
        const field = all.find((one) => one.key === key)?.field;
        if (field) onChange({ ...condition, other: field });
      }}
    />
  );
}
