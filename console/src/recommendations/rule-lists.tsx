import { Button, Fieldset, Group, NumberInput, Select, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Boost, DiversityCap, Promotion, Recipe } from '../../../core/recommendations/recipe.ts';

export interface RuleListsProps {
  readonly draft: Pick<Recipe, 'boosts' | 'promotions' | 'diversity'>;
  readonly errorAt: (...path: (string | number)[]) => string | undefined;
  readonly onChange: (changed: Partial<Recipe>) => void;
}

const withRule = <Rule,>(rules: readonly Rule[], index: number, rule: Rule) =>
  rules.map((one, at) => (at === index ? rule : one));
const withoutRule = <Rule,>(rules: readonly Rule[], index: number) => rules.filter((_, at) => at !== index);

/** Boosts, promotions and caps: each a row of fields that can be added and taken away. */
export function RuleLists({ draft, errorAt, onChange }: RuleListsProps) {
  const { t } = useTranslation();
  const { boosts, promotions, diversity } = draft;
  const boost = (index: number, changed: Partial<Boost>, rule: Boost) =>
    onChange({ boosts: withRule(boosts, index, { ...rule, ...changed }) });
  const promotion = (index: number, changed: Partial<Promotion>, rule: Promotion) =>
    onChange({ promotions: withRule(promotions, index, { ...rule, ...changed }) });
  const cap = (index: number, changed: Partial<DiversityCap>, rule: DiversityCap) =>
    onChange({ diversity: withRule(diversity, index, { ...rule, ...changed }) });
  return (
    <>
      <RuleList
        title={t('recipe.boosts')}
        add={t('recipe.addBoost')}
        onAdd={() =>
          onChange({ boosts: [...boosts, { name: t('recipe.boosts'), filter: 'price > 0', strength: 0.2 }] })
        }
      >
        {boosts.map((rule, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: rules have no name of their own; their place is what they are known by
          <RuleRow key={index} name={rule.name} onRemove={() => onChange({ boosts: withoutRule(boosts, index) })}>
            <LabelField
              value={rule.name}
              error={errorAt('boosts', index, 'name')}
              onChange={(name) => boost(index, { name }, rule)}
            />
            <FilterField
              value={rule.filter}
              error={errorAt('boosts', index, 'filter')}
              onChange={(filter) => boost(index, { filter }, rule)}
            />
            <NumberField
              label={t('recipe.strength')}
              value={rule.strength}
              error={errorAt('boosts', index, 'strength')}
              step={0.1}
              onChange={(strength) => boost(index, { strength: strength ?? 0 }, rule)}
            />
          </RuleRow>
        ))}
      </RuleList>
      <RuleList
        title={t('recipe.promotions')}
        add={t('recipe.addPromotion')}
        onAdd={() =>
          onChange({
            promotions: [
              ...promotions,
              { name: t('recipe.promotions'), filter: 'price > 0', percent: 20, minSlots: 0 },
            ],
          })
        }
      >
        {promotions.map((rule, index) => (
          <RuleRow
            // biome-ignore lint/suspicious/noArrayIndexKey: see above
            key={index}
            name={rule.name}
            onRemove={() => onChange({ promotions: withoutRule(promotions, index) })}
          >
            <LabelField
              value={rule.name}
              error={errorAt('promotions', index, 'name')}
              onChange={(name) => promotion(index, { name }, rule)}
            />
            <FilterField
              value={rule.filter ?? ''}
              error={errorAt('promotions', index, 'filter')}
              onChange={(filter) => promotion(index, { filter: filter || undefined }, rule)}
            />
            <NumberField
              label={t('recipe.percent')}
              value={rule.percent}
              error={errorAt('promotions', index, 'percent')}
              onChange={(percent) => promotion(index, { percent: percent ?? 0 }, rule)}
            />
            <NumberField
              label={t('recipe.minSlots')}
              value={rule.minSlots}
              error={errorAt('promotions', index, 'minSlots')}
              onChange={(minSlots) => promotion(index, { minSlots: minSlots ?? 0 }, rule)}
            />
            <NumberField
              label={t('recipe.maxSlots')}
              value={rule.maxSlots}
              error={errorAt('promotions', index, 'maxSlots')}
              onChange={(maxSlots) => promotion(index, { maxSlots }, rule)}
            />
          </RuleRow>
        ))}
      </RuleList>
      <RuleList
        title={t('recipe.diversity')}
        add={t('recipe.addCap')}
        onAdd={() => onChange({ diversity: [...diversity, { by: 'brand', most: 2, window: 5 }] })}
      >
        {diversity.map((rule, index) => (
          <RuleRow
            // biome-ignore lint/suspicious/noArrayIndexKey: see above
            key={index}
            name={`${rule.by} ${index + 1}`}
            onRemove={() => onChange({ diversity: withoutRule(diversity, index) })}
          >
            <Select
              label={t('recipe.by')}
              data={[
                { value: 'brand', label: t('recipe.brand') },
                { value: 'category', label: t('recipe.category') },
              ]}
              value={rule.by}
              allowDeselect={false}
              onChange={(value) => cap(index, { by: value === 'category' ? 'category' : 'brand' }, rule)}
              style={{ flex: '0 1 128px' }}
            />
            <NumberField
              label={t('recipe.most')}
              value={rule.most}
              error={errorAt('diversity', index, 'most')}
              onChange={(most) => cap(index, { most: most ?? 0 }, rule)}
            />
            <NumberField
              label={t('recipe.window')}
              value={rule.window}
              error={errorAt('diversity', index, 'window')}
              onChange={(window) => cap(index, { window: window ?? 0 }, rule)}
            />
          </RuleRow>
        ))}
      </RuleList>
    </>
  );
}

interface RuleListProps {
  readonly title: string;
  readonly add: string;
  readonly onAdd: () => void;
  readonly children: ReactNode;
}

function RuleList({ title, add, onAdd, children }: RuleListProps) {
  return (
    <Fieldset legend={title}>
      {children}
      <Button size="xs" variant="default" onClick={onAdd}>
        {add}
      </Button>
    </Fieldset>
  );
}

function RuleRow({
  name,
  onRemove,
  children,
}: {
  readonly name: string;
  readonly onRemove: () => void;
  readonly children: ReactNode;
}) {
  const { t } = useTranslation();
  return (
    <Group align="flex-end" gap="xs" mb="sm">
      {children}
      <Button size="xs" variant="default" onClick={onRemove} aria-label={t('recipe.removeOf', { name })}>
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

function LabelField({ value, error, onChange }: TextFieldProps) {
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

function FilterField({ value, error, onChange }: TextFieldProps) {
  const { t } = useTranslation();
  return (
    <TextInput
      label={t('recipe.filter')}
      value={value}
      error={error}
      onChange={(event) => onChange(event.currentTarget.value)}
      classNames={{ input: 'mono' }}
      style={{ flex: '2 1 200px' }}
    />
  );
}

interface NumberFieldProps {
  readonly label: string;
  readonly value: number | undefined;
  readonly error: string | undefined;
  readonly step?: number;
  readonly onChange: (value: number | undefined) => void;
}

function NumberField({ label, value, error, step = 1, onChange }: NumberFieldProps) {
  return (
    <NumberInput
      label={label}
      value={value ?? ''}
      error={error}
      step={step}
      onChange={(next) => onChange(next === '' ? undefined : Number(next))}
      style={{ flex: '0 1 112px' }}
    />
  );
}
