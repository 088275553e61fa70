import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { choosesCustomers, type RecipeBase } from '../../../core/recommendations/recipe.ts';
import { useApi } from '../api/api-context.ts';
import { recipesQuery } from '../api/queries.ts';
import { DataTable } from '../parts/data-table.tsx';
import { ButtonLink } from '../parts/links.tsx';
import { Panel } from '../parts/panel.tsx';
import { QueryView } from '../parts/query-view.tsx';
import { useFormats } from '../parts/use-formats.ts';
import { NewRecipeForm } from './new-recipe-form.tsx';
import { versionLabel } from './recipe-versions.tsx';

const route = getRouteApi('/recommendations');

const answerOf = (base: RecipeBase) => (choosesCustomers(base) ? 'customers' : 'items');

/** Every recipe, and what it answers with. */
export function RecipesPanel() {
  const { t } = useTranslation();
  const { moment } = useFormats();
  const { why: _, ...search } = route.useSearch();
  const recipes = useQuery(recipesQuery(useApi()));
  return (
    <Panel title={t('recipe.panel')}>
      <QueryView query={recipes} lines={6}>
        {({ data }) => (
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
                {
                  key: 'base',
                  label: t('recipe.base'),
                  value: ({ base }) => t(`recipe.baseName.${base}`),
                  cell: ({ base }) => t(`recipe.baseName.${base}`),
                },
                {
                  key: 'description',
                  label: t('recipe.description'),
                  value: ({ description }) => description,
                  cell: ({ description }) => (
                    <Text size="sm" miw={120} lineClamp={2} title={description}>
                      {description}
                    </Text>
                  ),
                },
                {
                  key: 'answers',
                  label: t('recipe.answers'),
                  value: ({ base }) => answerOf(base),
                  cell: ({ base }) => t(`recipe.answer.${answerOf(base)}`),
                },
                {
                  key: 'version',
                  label: t('recipe.version'),
                  value: ({ version }) => version,
                  cell: (recipe) => <span style={{ whiteSpace: 'nowrap' }}>{versionLabel(t, recipe)}</span>,
                },
                {
                  key: 'written',
                  label: t('recipe.writtenAt'),
                  value: ({ updatedAt }) => updatedAt,
                  cell: ({ updatedAt }) => (
                    <span style={{ whiteSpace: 'nowrap' }}>{updatedAt === undefined ? '–' : moment(updatedAt)}</span>
                  ),
                },
              ]}
            />
            <NewRecipeForm names={data.map(({ name }) => name)} />
          </>
        )}
      </QueryView>
    </Panel>
  );
}
