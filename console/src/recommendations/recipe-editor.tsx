import { Button, Group, Stack, Switch, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { choosesCustomers, type Recipe } from '../../../core/recommendations/recipe.ts';
import { useApi } from '../api/api-context.ts';
import type { SlateRequest } from '../api/queries.ts';
import { FilterField } from '../filters/filter-field.tsx';
import { errorOf, errorsAt } from '../parts/field-message.ts';
import { LeaveGuard } from '../parts/leave-guard.tsx';
import { NumberField } from '../parts/number-field.tsx';
import { Panel } from '../parts/panel.tsx';
import { ProblemNotice } from '../parts/problem-notice.tsx';
import { BaseFields } from './base-fields.tsx';
import { DeleteRecipe } from './delete-recipe.tsx';
import { EventFields } from './event-fields.tsx';
import { isChanged, readDraft } from './recipe-draft.ts';
import { RecipeOvertaken } from './recipe-overtaken.tsx';
import { RecipePreviewPanel } from './recipe-preview-panel.tsx';
import { recipeKey } from './recipe-queries.ts';
import { RecipeVersions, versionLabel } from './recipe-versions.tsx';
import { RuleLists } from './rule-lists.tsx';
import { saveRecipe } from './save-recipe.ts';

/** Long enough not to ask at every letter. */
const PAUSE_MS = 300;

export interface RecipeEditorProps {
  readonly recipe: Recipe;
  /** Saving it is what makes it exist. */
  readonly isNew: boolean;
  readonly search: Omit<SlateRequest, 'customer'> & { readonly customer?: string | undefined };
  readonly items: readonly string[];
  readonly onItems: (items: string[]) => void;
  readonly onDeleted: () => void;
}

/** The rules as a form. It is read by the contract at each change: what is wrong stands at its field, what is right is previewed. */
export function RecipeEditor({ recipe, isNew, search, items, onItems, onDeleted }: RecipeEditorProps) {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const [draft, setDraft] = useState<Recipe>(recipe);
  const change = (changed: Partial<Recipe>) => setDraft({ ...draft, ...changed });
  const { data, errors } = readDraft(draft);
  const errorAt = errorsAt(t, errors);
  const hasChanges = isChanged(draft, recipe);
  const [settled] = useDebouncedValue(data, PAUSE_MS, { leading: false });
  const save = useMutation({
    mutationFn: (sent: Recipe) =>
      saveRecipe(api, { name: recipe.name, draft: readDraft(sent).data, seen: recipe.version }),
    onSuccess: async (saved) => {
      const { isOvertaken: _, ...opened } = saved;
      queries.setQueriesData({ queryKey: recipeKey(recipe.name) }, opened);
      await queries.invalidateQueries({ queryKey: ['recipes'] });
    },
  });
  const discard = () => {
    setDraft(recipe);
    save.reset();
  };
  const top = useRef<HTMLInputElement>(null);
  const take = (version: Recipe) => {
    setDraft(version);
    top.current?.focus();
  };
  const { customer } = search;
  return (
    <>
      <LeaveGuard isChanged={hasChanges} />
      <div className="columns-side">
        <Panel
          title={t('recipe.editor')}
          aside={
            <Text size="sm">
              {isNew ? t('recipe.new.unsaved') : versionLabel(t, recipe)}
              {!isNew && hasChanges && ` · ${t('recipe.changed')}`}
            </Text>
          }
        >
          <Stack gap="md">
            <TextInput
              ref={top}
              label={t('recipe.description')}
              value={draft.description}
              error={errorAt('description')}
              onChange={(event) => change({ description: event.currentTarget.value })}
            />
            <BaseFields draft={draft} onChange={setDraft} />
            <FilterField
              label={t('recipe.filter')}
              example={t('recipe.filterHint')}
              value={draft.filter ?? ''}
              fault={errorOf(errors, ['filter'])}
              onChange={(filter) => change({ filter: filter || undefined })}
            />
            <RuleLists draft={draft} errors={errors} onChange={change} />
            {!choosesCustomers(draft.base) && (
              <>
                <EventFields draft={draft} errorAt={errorAt} onChange={change} />
                <Switch
                  label={t('recipe.isReranked')}
                  description={t('recipe.isRerankedWhat')}
                  checked={draft.isReranked}
                  onChange={(event) => change({ isReranked: event.currentTarget.checked })}
                />
                <NumberField
                  label={t('recipe.epsilon')}
                  description={t('recipe.epsilonWhat')}
                  value={draft.epsilon}
                  min={0}
                  max={0.5}
                  step={0.05}
                  decimalScale={2}
                  error={errorAt('epsilon')}
                  onChange={(value = 0) => change({ epsilon: value })}
                />
              </>
            )}
            {save.error && <ProblemNotice error={save.error} />}
            <Group justify="flex-end">
              {save.data?.isOvertaken && (
                <RecipeOvertaken version={save.data.recipe.version} onDiscard={isNew ? undefined : discard} />
              )}
              {hasChanges && !save.data?.isOvertaken && (
                <Button variant="default" onClick={discard}>
                  {t('recipe.discard')}
                </Button>
              )}
              {save.data?.isOvertaken === false && save.variables === draft && (
                <Text size="sm" role="status">
                  {t('recipe.saved', { version: save.data.recipe.version })}
                </Text>
              )}
              {!data && (
                <Text size="sm" role="status">
                  {t('recipe.broken')}
                </Text>
              )}
              {recipe.version > 0 && <DeleteRecipe name={recipe.name} onDeleted={onDeleted} />}
              <Button disabled={!data} loading={save.isPending} onClick={() => save.mutate(draft)}>
                {t('recipe.save')}
              </Button>
            </Group>
          </Stack>
        </Panel>
        <RecipePreviewPanel
          // What is said of a recipe changes no slate.
          draft={settled?.base === draft.base ? { ...settled, description: '' } : undefined}
          isBroken={!data}
          request={customer === undefined ? undefined : { ...search, customer }}
          base={draft.base}
          chooser={!isNew && choosesCustomers(recipe.base) ? recipe.name : undefined}
          items={items}
          onItems={onItems}
        />
      </div>
      {!isNew && <RecipeVersions name={recipe.name} hasChanges={hasChanges} onTake={take} />}
    </>
  );
}
