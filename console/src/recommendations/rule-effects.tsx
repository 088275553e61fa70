import { Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { RuleEffect } from '../../../core/recommendations/recipe-contract.ts';
import { useFormats } from '../parts/use-formats.ts';

export interface RuleEffectsProps {
  readonly rules: readonly RuleEffect[];
  readonly titleOf: (itemId: string) => string;
}

/** What each rule costs and changes, one below the other: titles are long, and a preview is too narrow for a table of them. */
export function RuleEffects({ rules, titleOf }: RuleEffectsProps) {
  const { t } = useTranslation();
  const { decimal, whole } = useFormats();
  const named = (ids: readonly string[]) => ids.map(titleOf).join(', ') || '–';
  return (
    <Stack gap="sm">
      {rules.map(({ pointer, name, cost, brought, removed, moved }) => (
        <div key={pointer}>
          <Text size="sm" fw={600}>
            {name}
          </Text>
          <dl className="facts-grid">
            <div>
              <dt>{t('recipe.cost')}</dt>
              <dd>{decimal(cost.ndcg, 4)}</dd>
            </div>
            <div>
              <dt>{t('recipe.brought')}</dt>
              <dd>{named(brought)}</dd>
            </div>
            <div>
              <dt>{t('recipe.removed')}</dt>
              <dd>{named(removed)}</dd>
            </div>
            <div>
              <dt>{t('recipe.moved')}</dt>
              <dd>{whole(moved)}</dd>
            </div>
          </dl>
        </div>
      ))}
    </Stack>
  );
}
