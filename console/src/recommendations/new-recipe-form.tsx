import { Button, Group, Select, Text, TextInput, Title } from '@mantine/core';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { RecipeName } from '../../../core/recommendations/recipe.ts';

const route = getRouteApi('/recommendations');

export interface NewRecipeFormProps {
  /** Names that are taken, each a recipe to begin as. */
  readonly names: readonly string[];
}

/** Opens the editor on a recipe that does not exist yet; nothing is written before it is saved there. */
export function NewRecipeForm({ names }: NewRecipeFormProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { why: _, ...search } = route.useSearch();
  const [name, setName] = useState('');
  const [from, setFrom] = useState('for-you');
  const isTaken = names.includes(name);
  const isWrong = name !== '' && (isTaken || !RecipeName.safeParse(name).success);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isWrong)
      void navigate({ to: '/recommendations/recipes/$name', params: { name }, search: { ...search, from } });
  };
  return (
    <form onSubmit={submit}>
      <Title order={3} size="sm" mt="md">
        {t('recipe.new.title')}
      </Title>
      <Text size="xs" c="dimmed" mb="xs">
        {t('recipe.new.what')}
      </Text>
      <Group align="flex-start" gap="sm">
        <TextInput
          label={t('recipe.name')}
          placeholder="spring-sale"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={isWrong && t(isTaken ? 'recipe.new.taken' : 'recipe.new.nameWhat')}
          required
          withAsterisk={false}
          style={{ flex: '1 1 200px' }}
        />
        <Select
          label={t('recipe.new.from')}
          data={[...names]}
          value={from}
          allowDeselect={false}
          searchable
          onChange={(value) => setFrom(value ?? from)}
          style={{ flex: '1 1 160px' }}
        />
        <Button type="submit" disabled={isWrong} mt={25}>
          {t('recipe.new.open')}
        </Button>
      </Group>
    </form>
  );
}
