import { Checkbox, Fieldset, Select, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { type Recipe, RecipeBase } from '../../../core/recommendations/recipe.ts';
import { withBase } from './recipe-draft.ts';

export interface BaseFieldsProps {
  readonly draft: Recipe;
  readonly onChange: (draft: Recipe) => void;
}

const LEFT_OUT = ['purchased', 'inBasket', 'outOfStock'] as const satisfies readonly (keyof Recipe['exclude'])[];

/** Where the items come from, and which of them are left out whoever ranks. */
export function BaseFields({ draft, onChange }: BaseFieldsProps) {
  const { t } = useTranslation();
  return (
    <>
      <Select
        label={t('recipe.base')}
        description={t(`recipe.baseWhat.${draft.base}`)}
        data={RecipeBase.options.map((value) => ({ value, label: t(`recipe.baseName.${value}`) }))}
        value={draft.base}
        allowDeselect={false}
        onChange={(value) => onChange(withBase(draft, RecipeBase.catch(draft.base).parse(value)))}
      />
      <Fieldset legend={t('recipe.exclude')}>
        <Text size="xs" c="dimmed" mb="xs">
          {t('recipe.excludeWhat')}
        </Text>
        <Stack gap="xs">
          {LEFT_OUT.map((name) => (
            <Checkbox
              key={name}
              label={t(`recipe.excluded.${name}`)}
              checked={draft.exclude[name]}
              onChange={({ currentTarget }) =>
                onChange({ ...draft, exclude: { ...draft.exclude, [name]: currentTarget.checked } })
              }
            />
          ))}
        </Stack>
      </Fieldset>
    </>
  );
}
