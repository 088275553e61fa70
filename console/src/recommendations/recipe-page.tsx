import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Recipe } from '../../../core/recommendations/recipe.ts';
import { useApi } from '../api/api-context.ts';
import { Page } from '../parts/page.tsx';
import { QueryView } from '../parts/query-view.tsx';
import { RecipeEditor } from './recipe-editor.tsx';
import { SlateForm } from './slate-form.tsx';

const route = getRouteApi('/recommendations/recipes/$name');

/** One recipe: its rules, and beside them what they make of a customer's slate. */
export function RecipePage() {
  const { t } = useTranslation();
  const { name } = route.useParams();
  const { items = [], ...search } = route.useSearch();
  const navigate = useNavigate({ from: '/recommendations/recipes/$name' });
  const api = useApi();
  const recipe = useQuery({
    queryKey: ['recipe', name],
    queryFn: ({ signal }) => api.get(`/recipes/${encodeURIComponent(name)}`, Recipe, {}, signal),
    // What is being edited is not overwritten by a second look.
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (
    <Page title={t('recipe.title', { name })} lead={t('recipe.lead')}>
      <section className="panel" aria-label={t('slate.form.title')}>
        <SlateForm key={`${search.by} ${search.customer ?? ''}`} search={search} recipe={name} />
      </section>
      <QueryView query={recipe} lines={8}>
        {(found) => (
          <RecipeEditor
            key={found.name}
            recipe={found}
            search={search}
            items={items}
            onItems={(chosen) =>
              void navigate({
                search: (before) => ({ ...before, items: chosen.length ? chosen : undefined }),
                replace: true,
                resetScroll: false,
              })
            }
          />
        )}
      </QueryView>
    </Page>
  );
}
