import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useApi } from '../api/api-context.ts';
import { TextLink } from '../parts/links.tsx';
import { Page } from '../parts/page.tsx';
import { QueryView } from '../parts/query-view.tsx';
import { RecipeEditor } from './recipe-editor.tsx';
import { recipeQuery } from './recipe-queries.ts';
import { SlateForm } from './slate-form.tsx';

const route = getRouteApi('/recommendations/recipes/$name');

/** One recipe: its rules, and beside them what they make of a customer's slate. */
export function RecipePage() {
  const { t } = useTranslation();
  const { name } = route.useParams();
  const { items = [], from, ...search } = route.useSearch();
  const navigate = useNavigate({ from: '/recommendations/recipes/$name' });
  const opened = useQuery(recipeQuery(useApi(), name, from));
  const back = (
    <TextLink to="/recommendations" search={search} size="sm">
      {t('recipe.back')}
    </TextLink>
  );
  return (
    <Page title={t('recipe.title', { name })} lead={t('recipe.lead')} actions={back}>
      <section className="panel" aria-label={t('slate.form.title')}>
        <SlateForm key={`${search.by} ${search.customer ?? ''}`} search={search} recipe={name} />
      </section>
      <QueryView query={opened} lines={8}>
        {({ recipe, isNew }) => (
          <RecipeEditor
            key={recipe.name}
            recipe={recipe}
            isNew={isNew}
            search={search}
            items={items}
            onDeleted={() => void navigate({ to: '/recommendations', search, ignoreBlocker: true })}
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
