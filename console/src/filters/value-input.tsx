import { Autocomplete, MultiSelect, Select, TagsInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { RfmSegment } from '../../../core/profiles/contract.ts';
import { Surface } from '../../../core/recommendations/contract.ts';
import type { Condition, Field, Plain } from '../../../core/recommendations/filter/rows.ts';
import { choiceFor, type FieldChoice, type FilterSubject, othersFor } from './field-choices.ts';
import { useKnownValues } from './filter-queries.ts';
import { choiceName, namedValue } from './filter-words.ts';
import { AmountInput, MomentInput, StretchInput } from './measured-inputs.tsx';
import { takesMany, type ValueKind, valueKindOf, variantOf } from './variants.ts';

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
  const { operator, values } = condition;
  const variant = variantOf(condition);
  const kind = valueKindOf(variant, choice.kind);
  if (kind === 'none') return null;
  if (kind === 'field') return <OtherFieldInput {...props} />;
  const isText = kind === 'text' || kind === 'list';
  if (isText && takesMany(variant, choice.kind)) return <TextsInput {...props} />;
  const place = (at: number, label: string) => (
    <OneValue
      key={at}
      kind={kind}
      field={condition.field}
      label={label}
      value={values[at]}
      onChange={(value) => onChange({ ...condition, values: placed(values, at, value) })}
    />
  );
  if (operator !== 'between') return place(0, t('filters.valueOf', { number }));
  return (
    <div className="filter-range">
      {place(0, t('filters.fromOf', { number }))}
      {place(1, t('filters.toOf', { number }))}
    </div>
  );
}

/** What is emptied leaves a gap, and with it the condition says nothing. */
function placed(values: readonly Plain[], at: number, value: Plain | undefined): Plain[] {
  if (value === undefined) return at === 0 ? [] : values.slice(0, at);
  const filled = at === 1 && values.length === 0 ? [value] : values;
  return Object.assign([...filled], { [at]: value });
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
