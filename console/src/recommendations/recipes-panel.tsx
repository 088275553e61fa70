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
import { NewRecipeForm } from './new-recipe-form.tsx';

const route = getRouteApi('/recommendations');

const answerOf = (base: RecipeBase) => (choosesCustomers(base) ? 'customers' : 'items');

/** Every recipe, and what it answers with. */
export function RecipesPanel() {
  const { t } = useTranslation();
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
                { key: 'base', label: t('recipe.base'), value: ({ base }) => base, cell: ({ base }) => base },
                {
                  key: 'answers',
                  label: t('recipe.answers'),
                  value: ({ base }) => answerOf(base),
                  cell: ({ base }) => t(`recipe.answer.${answerOf(base)}`),
                },
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
          </>
        )}
      </QueryView>
    </Panel>
  );
}
