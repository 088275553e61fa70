import { useTranslation } from 'react-i18next';
import type { FieldError } from '../../../core/platform/errors.ts';
import type { Promotion, Recipe } from '../../../core/recommendations/recipe.ts';
import { ItemsInput } from '../items/items-input.tsx';
import { errorOf, errorsAt } from '../parts/field-message.ts';
import { withoutRule, withRule } from './recipe-draft.ts';
import { LabelField, MomentField, RuleFilter, RuleList, RuleNumber, RuleRow } from './rule-fields.tsx';

export interface PromotionListProps {
  readonly promotions: readonly Promotion[];
  readonly errors: readonly FieldError[];
  readonly onChange: (changed: Pick<Recipe, 'promotions'>) => void;
}

/** Most items that one promotion may name. */
const MOST_NAMED = 20;

/** Slots for what a filter finds or for items by name, from one moment to another. */
export function PromotionList({ promotions, errors, onChange }: PromotionListProps) {
  const { t } = useTranslation();
  const add = () => {
    const promotion = {
      name: t('recipe.newPromotion', { number: promotions.length + 1 }),
      filter: 'price > 0',
      percent: 20,
      minSlots: 0,
    };
    onChange({ promotions: [...promotions, promotion] });
  };
  return (
    <RuleList
      title={t('recipe.promotions')}
      help={t('recipe.promotionsWhat')}
      add={t('recipe.addPromotion')}
      onAdd={add}
    >
      {promotions.map((promotion, index) => (
        <PromotionRow
          // biome-ignore lint/suspicious/noArrayIndexKey: rules have no name of their own; their place is what they are known by
          key={index}
          promotion={promotion}
          path={['promotions', index]}
          errors={errors}
          onChange={(changed) => onChange({ promotions: withRule(promotions, index, changed) })}
          onRemove={() => onChange({ promotions: withoutRule(promotions, index) })}
        />
      ))}
    </RuleList>
  );
}

interface PromotionRowProps {
  readonly promotion: Promotion;
  readonly path: readonly (string | number)[];
  readonly errors: readonly FieldError[];
  readonly onChange: (changed: Partial<Promotion>) => void;
  readonly onRemove: () => void;
}

function PromotionRow({ promotion, path, errors, onChange, onRemove }: PromotionRowProps) {
  const { t } = useTranslation();
  const errorAt = (name: string) => errorsAt(t, errors)(...path, name);
  const { name, filter = '', itemIds = [], percent, minSlots, maxSlots, startsAt, endsAt } = promotion;
  return (
    <RuleRow name={name} onRemove={onRemove}>
      <LabelField value={name} error={errorAt('name')} onChange={(changed) => onChange({ name: changed })} />
      <RuleFilter
        value={filter}
        ofNone={t('recipe.promotesNamed')}
        fault={errorOf(errors, [...path, 'filter'])}
        onChange={(changed) => onChange({ filter: changed || undefined })}
      />
      <div style={{ flex: '1 1 100%', minWidth: 0 }}>
        <ItemsInput
          label={t('recipe.itemIds')}
          description={t('recipe.itemIdsWhat')}
          value={itemIds}
          most={MOST_NAMED}
          error={errorAt('itemIds')}
          onChange={(changed) => onChange({ itemIds: changed.length ? changed : undefined })}
        />
      </div>
      <RuleNumber
        label={t('recipe.percent')}
        value={percent}
        error={errorAt('percent')}
        onChange={(changed = 0) => onChange({ percent: changed })}
      />
      <RuleNumber
        label={t('recipe.minSlots')}
        value={minSlots}
        error={errorAt('minSlots')}
        onChange={(changed = 0) => onChange({ minSlots: changed })}
      />
      <RuleNumber
        label={t('recipe.maxSlots')}
        value={maxSlots}
        error={errorAt('maxSlots')}
        placeholder={t('recipe.unlimited')}
        onChange={(changed) => onChange({ maxSlots: changed })}
      />
      <MomentField
        label={t('recipe.startsAt')}
        value={startsAt}
        error={errorAt('startsAt')}
        onChange={(changed) => onChange({ startsAt: changed })}
      />
      <MomentField
        label={t('recipe.endsAt')}
        value={endsAt}
        error={errorAt('endsAt')}
        onChange={(changed) => onChange({ endsAt: changed })}
      />
    </RuleRow>
  );
}
