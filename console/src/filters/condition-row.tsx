import { Autocomplete, CloseButton, Input, Select, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ROOTS } from '../../../core/recommendations/filter/grammar.ts';
import { expressionOf } from '../../../core/recommendations/filter/print-rows.ts';
import { type Condition, isSameField } from '../../../core/recommendations/filter/rows.ts';
import { attributeOf, choiceFor, choicesFor, type FieldChoice, type FilterSubject } from './field-choices.ts';
import { useAttributeNames } from './filter-queries.ts';
import { choiceName } from './filter-words.ts';
import { ValueInput } from './value-input.tsx';
import { formOf, keyOf, type Variant, variantOf, variantsOf, withField, withVariant } from './variants.ts';

export interface ConditionRowProps {
  readonly subject: FilterSubject;
  /** Its place among the rows, as people count. */
  readonly number: string;
  readonly condition: Condition;
  readonly error: string | undefined;
  readonly onChange: (condition: Condition) => void;
  readonly onRemove: () => void;
}

/** What is asked of one field: picked from left to right. */
export function ConditionRow({ subject, number, condition, error, onChange, onRemove }: ConditionRowProps) {
  const { t } = useTranslation();
  const choice = choiceFor(subject, condition.field);
  const variants = variantsOf(subject, choice, variantOf(condition));
  const isBlank = expressionOf(condition) === undefined;
  return (
    <div className="filter-row">
      <FieldInput subject={subject} number={number} condition={condition} choice={choice} onChange={onChange} />
      <Select
        className="filter-how"
        size="xs"
        aria-label={t('filters.operatorOf', { number })}
        data={variantOptions(
          variants,
          (variant) => t(`filters.operator.${formOf(variant, choice.kind)}`),
          (by) => t(`filters.measure.${by}`),
        )}
        value={keyOf(variantOf(condition))}
        error={error !== undefined}
        allowDeselect={false}
        onChange={(key) => {
          const variant = variants.find((one) => keyOf(one) === key);
          if (variant) onChange(withVariant(condition, choice, variant));
        }}
      />
      <div className="filter-value">
        <ValueInput subject={subject} number={number} condition={condition} choice={choice} onChange={onChange} />
      </div>
      <CloseButton
        size="sm"
        className="filter-remove"
        aria-label={t('filters.removeRow', { number })}
        onClick={onRemove}
      />
      {(error || isBlank) && <RowNote error={error} />}
    </div>
  );
}

/** What is wrong with it, or that it says nothing yet. */
function RowNote({ error }: Pick<ConditionRowProps, 'error'>) {
  const { t } = useTranslation();
  return (
    <div className="filter-row-note" role="status">
      {error ? (
        <Input.Error>{error}</Input.Error>
      ) : (
        <Text size="xs" c="dimmed">
          {t('filters.blank')}
        </Text>
      )}
    </div>
  );
}

type FieldInputProps = Pick<ConditionRowProps, 'subject' | 'number' | 'condition' | 'onChange'> & {
  readonly choice: FieldChoice;
};

function FieldInput({ subject, number, condition, choice, onChange }: FieldInputProps) {
  const { t } = useTranslation();
  const attributes = useAttributeNames();
  const { field } = condition;
  const known = choicesFor(subject);
  const all = known.includes(choice) ? known : [...known, choice];
  const named = (name: string) => ({ ...field, names: [...choice.field.names, name] });
  return (
    <Stack gap={4} className="filter-what">
      <Select
        size="xs"
        aria-label={t('filters.fieldOf', { number })}
        data={ROOTS.map((root) => ({
          group: t(`filters.root.${root}`),
          items: all
            .filter((one) => one.field.root === root)
            .map((one) => ({ value: one.key, label: choiceName({ t }, one) })),
        })).filter(({ items }) => items.length)}
        value={choice.key}
        allowDeselect={false}
        searchable
        nothingFoundMessage={t('filters.noSuchField')}
        onChange={(key) => {
          const chosen = all.find((one) => one.key === key);
          if (chosen && !isSameField(chosen.field, choice.field))
            onChange(withField(subject, condition, choice, chosen));
        }}
      />
      {choice.isAttributes && (
        <Autocomplete
          size="xs"
          aria-label={t('filters.attributeOf', { number })}
          placeholder={t('filters.attributeName')}
          data={field.root === 'customer' ? [] : attributes}
          value={attributeOf(choice, field) ?? ''}
          onChange={(name) => onChange({ ...condition, field: named(name) })}
        />
      )}
    </Stack>
  );
}

interface VariantOption {
  readonly value: string;
  readonly label: string;
}
interface VariantOptions {
  readonly group: string;
  readonly items: VariantOption[];
}

/** Those that measure something of a field stand under what they measure. */
function variantOptions(
  variants: readonly Variant[],
  nameOf: (variant: Variant) => string,
  measureName: (by: NonNullable<Variant['by']>) => string,
) {
  const groups = Map.groupBy(variants, ({ by }) => by);
  const options = (some: readonly Variant[]) => some.map((one) => ({ value: keyOf(one), label: nameOf(one) }));
  return [...groups].flatMap<VariantOption | VariantOptions>(([by, some]) =>
    by ? [{ group: measureName(by), items: options(some) }] : options(some),
  );
}
