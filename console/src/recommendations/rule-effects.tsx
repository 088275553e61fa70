import { Group, Stack, Text } from '@mantine/core';
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
  const { decimal } = useFormats();
  const named = (ids: readonly string[]) => ids.map(titleOf).join(' · ') || '–';
  return (
    <Stack gap="sm">
      {rules.map(({ pointer, name, cost, brought, removed, moved }) => (
        <div key={pointer}>
          <Text size="sm" fw={600}>
            {name}
          </Text>
          <Changed label={t(cost.ndcg < 0 ? 'recipe.gain' : 'recipe.cost')} value={decimal(Math.abs(cost.ndcg), 4)} />
          <Changed label={t('recipe.brought')} value={named(brought)} />
          <Changed label={t('recipe.removed')} value={named(removed)} />
          <Changed label={t('recipe.moved')} value={t('noun.item', { count: moved })} />
        </div>
      ))}
    </Stack>
  );
}

function Changed({ label, value }: { readonly label: string; readonly value: string }) {
  return (
    <Group gap="xs" wrap="nowrap" align="flex-start">
      <Text size="xs" c="dimmed" miw={88}>
        {label}
      </Text>
      <Text size="xs">{value}</Text>
    </Group>
  );
}
