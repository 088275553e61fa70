import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { FieldError } from '../../../core/platform/errors.ts';
import { type Boost, choosesCustomers, type DiversityCap, type Recipe } from '../../../core/recommendations/recipe.ts';
import { errorOf, errorsAt } from '../parts/field-message.ts';
import { PromotionList } from './promotion-list.tsx';
import { withoutRule, withRule } from './recipe-draft.ts';
import { LabelField, RuleFilter, RuleList, RuleNumber, RuleRow } from './rule-fields.tsx';

export interface RuleListsProps {
  readonly draft: Pick<Recipe, 'base' | 'boosts' | 'promotions' | 'diversity'>;
  readonly errors: readonly FieldError[];
  readonly onChange: (changed: Partial<Recipe>) => void;
}

/** Boosts, and for a slate promotions and caps: each a row of fields that can be added and taken away. */
export function RuleLists({ draft, errors, onChange }: RuleListsProps) {
  const { t } = useTranslation();
  const errorAt = errorsAt(t, errors);
  const { base, boosts, promotions, diversity } = draft;
  const boost = (index: number, changed: Partial<Boost>) => onChange({ boosts: withRule(boosts, index, changed) });
  const cap = (index: number, changed: Partial<DiversityCap>) =>
    onChange({ diversity: withRule(diversity, index, changed) });
  return (
    <>
      <RuleList
        title={t('recipe.boosts')}
        help={t('recipe.boostsWhat')}
        add={t('recipe.addBoost')}
        onAdd={() =>
          onChange({
            boosts: [
              ...boosts,
              { name: t('recipe.newBoost', { number: boosts.length + 1 }), filter: 'price > 0', strength: 0.2 },
            ],
          })
        }
      >
        {boosts.map((rule, index) => (
          <RuleRow
            // biome-ignore lint/suspicious/noArrayIndexKey: rules have no name of their own; their place is what they are known by
            key={index}
            name={rule.name}
            below={
              <RuleFilter
                value={rule.filter}
                fault={errorOf(errors, ['boosts', index, 'filter'])}
                onChange={(filter) => boost(index, { filter })}
              />
            }
            onRemove={() => onChange({ boosts: withoutRule(boosts, index) })}
          >
            <LabelField
              value={rule.name}
              error={errorAt('boosts', index, 'name')}
              onChange={(name) => boost(index, { name })}
            />
            <RuleNumber
              label={t('recipe.strength')}
              value={rule.strength}
              error={errorAt('boosts', index, 'strength')}
              step={0.1}
              onChange={(strength) => boost(index, { strength: strength ?? 0 })}
            />
          </RuleRow>
        ))}
      </RuleList>
      {!choosesCustomers(base) && (
        <>
          <PromotionList promotions={promotions} errors={errors} onChange={onChange} />
          <RuleList
            title={t('recipe.diversity')}
            help={t('recipe.diversityWhat')}
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
                  onChange={(value) => cap(index, { by: value === 'category' ? 'category' : 'brand' })}
                  style={{ flex: '0 1 128px' }}
                />
                <RuleNumber
                  label={t('recipe.most')}
                  value={rule.most}
                  error={errorAt('diversity', index, 'most')}
                  onChange={(most) => cap(index, { most: most ?? 0 })}
                />
                <RuleNumber
                  label={t('recipe.window')}
                  value={rule.window}
                  error={errorAt('diversity', index, 'window')}
                  onChange={(window) => cap(index, { window: window ?? 0 })}
                />
              </RuleRow>
            ))}
          </RuleList>
        </>
      )}
    </>
  );
}
