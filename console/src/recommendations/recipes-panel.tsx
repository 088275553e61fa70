import { List, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useApi } from '../api/api-context.ts';
import { recipesQuery } from '../api/queries.ts';
import { DataTable } from '../parts/data-table.tsx';
import { ButtonLink } from '../parts/links.tsx';
import { Panel } from '../parts/panel.tsx';
import { QueryView } from '../parts/query-view.tsx';
import { useFormats } from '../parts/use-formats.ts';
import { NewRecipeForm } from './new-recipe-form.tsx';

const route = getRouteApi('/recommendations');

/** Every recipe, and what there is no data for yet. */
export function RecipesPanel() {
  const { t } = useTranslation();
  const { language } = useFormats();
  const { why: _, ...search } = route.useSearch();
  const recipes = useQuery(recipesQuery(useApi()));
  return (
    <Panel title={t('recipe.panel')}>
      <QueryView query={recipes} lines={6}>
        {({ data, missing }) => (
          <>
            <DataTable
              label={t('recipe.panel')}
              rows={data}
              keyOf={({ name }) => name}
              columns={[
                {
                  key: 'name',
                  label: t('recipe.name'),
                  value: ({ name }) => name,
                  cell: ({ name }) => (
                    <ButtonLink
                      to="/recommendations/recipes/$name"
                      params={{ name }}
                      search={search}
                      variant="default"
                      size="compact-sm"
                    >
                      {name}
                    </ButtonLink>
                  ),
                },
                { key: 'base', label: t('recipe.base'), value: ({ base }) => base, cell: ({ base }) => base },
                {
                  key: 'version',
                  label: t('recipe.version'),
                  isNumber: true,
                  value: ({ version }) => version,
                  cell: ({ version }) => (version ? version : t('recipe.own')),
                },
              ]}
            />
            <NewRecipeForm names={data.map(({ name }) => name)} />
            <Text size="sm" fw={600} mt="sm">
              {t('recipe.missing')}
            </Text>
            <List size="sm">
              {missing.map(({ base, needs }) => (
                <List.Item key={base}>
                  <span className="mono">{base}</span>: {needs[language]}
                </List.Item>
              ))}
            </List>
          </>
        )}
      </QueryView>
    </Panel>
  );
}
