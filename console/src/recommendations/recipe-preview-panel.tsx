import { Box, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { choosesCustomers, type RecipeBase, type RecipeDraft } from '../../../core/recommendations/recipe.ts';
import type { RecipePreview } from '../../../core/recommendations/recipe-contract.ts';
import { useApi } from '../api/api-context.ts';
import { itemsQuery, previewQuery, type SlateRequest } from '../api/queries.ts';
import { ItemsInput } from '../items/items-input.tsx';
import { EmptyState } from '../parts/empty-state.tsx';
import { ButtonLink } from '../parts/links.tsx';
import { Panel } from '../parts/panel.tsx';
import { QueryView } from '../parts/query-view.tsx';
import { useFormats } from '../parts/use-formats.ts';
import { itemsTaken, type SlateSubject, subjectOf } from './preview-items.ts';
import { RuleEffects } from './rule-effects.tsx';

export interface RecipePreviewPanelProps {
  /** Absent while the form cannot be read; what was shown before stays. */
  readonly draft: RecipeDraft | undefined;
  /** The form cannot be read: what is shown is from before. */
  readonly isBroken: boolean;
  readonly request: SlateRequest | undefined;
  /** As the form has it, whether or not the rest of the draft can be read. */
  readonly base: RecipeBase;
  /** Its name, where it is saved as one that answers with customers. */
  readonly chooser: string | undefined;
  readonly items: readonly string[];
  readonly onItems: (items: string[]) => void;
}

/** The slate that a draft makes, and what each rule does to it; what makes no slate is not previewed. */
export function RecipePreviewPanel(props: RecipePreviewPanelProps) {
  const { t } = useTranslation();
  return (
    <div className="beside">
      <div className="stays">
        <Panel title={t('recipe.preview')}>
          {choosesCustomers(props.base) ? (
            <EmptyState
              title={t('recipe.ofCustomers')}
              next={t('recipe.ofCustomersNext')}
              action={props.chooser !== undefined && <BatchLink recipe={props.chooser} />}
            />
          ) : (
            <SlatePreview {...props} />
          )}
        </Panel>
      </div>
    </div>
  );
}

function BatchLink({ recipe }: { readonly recipe: string }) {
  const { t } = useTranslation();
  return (
    <ButtonLink to="/recommendations/batches" search={{ kind: 'customers', recipe }} variant="default" size="xs">
      {t('recipe.startBatch')}
    </ButtonLink>
  );
}

function SlatePreview({ draft, isBroken, request, base, items, onItems }: RecipePreviewPanelProps) {
  const { t } = useTranslation();
  const { least, most } = itemsTaken(base);
  const kind = most > 1 ? 'many' : least ? 'one' : 'any';
  const subject = subjectOf(base, items);
  return (
    <Stack gap="sm">
      <ItemsInput
        label={t(`recipe.subject.${kind}`)}
        description={t(`recipe.subject.${kind}What`)}
        value={items.slice(0, most)}
        most={most}
        onChange={onItems}
      />
      {request && subject && <Previewed draft={draft} isBroken={isBroken} request={request} subject={subject} />}
      {request && !subject && <EmptyState title={t('recipe.noItem')} next={t('recipe.noItemNext')} />}
      {!request && <EmptyState title={t('recipe.nobody')} next={t('recipe.nobodyNext')} />}
    </Stack>
  );
}

interface PreviewedProps {
  readonly draft: RecipeDraft | undefined;
  readonly isBroken: boolean;
  readonly request: SlateRequest;
  readonly subject: SlateSubject;
}

function Previewed({ draft, isBroken, request, subject }: PreviewedProps) {
  const { t } = useTranslation();
  const preview = useQuery(previewQuery(useApi(), request, subject, draft));
  const isBefore = preview.data !== undefined && (isBroken || preview.isPlaceholderData);
  const unreadable = preview.data ? 'recipe.previewBroken' : 'recipe.previewNone';
  const about = isBroken ? unreadable : isBefore ? 'recipe.previewBefore' : 'recipe.previewOf';
  return (
    <>
      <Text size="xs" c="dimmed" mb="xs" role="status">
        {t(about, { customer: request.customer })}
      </Text>
      {(preview.data || !isBroken) && (
        <QueryView query={preview} lines={6}>
          {(answer) => (
            <Box opacity={isBefore ? 0.6 : undefined} aria-busy={isBefore}>
              <PreviewedSlate preview={answer} />
            </Box>
          )}
        </QueryView>
      )}
    </>
  );
}

function PreviewedSlate({ preview }: { readonly preview: RecipePreview }) {
  const { t } = useTranslation();
  const { decimal, language } = useFormats();
  const titles = new Map([...preview.unruled, ...preview.items].map(({ itemId, title }) => [itemId, title]));
  const unnamed = preview.rules
    .flatMap(({ brought, removed }) => [...brought, ...removed])
    .filter((id) => !titles.has(id));
  const others = useQuery(itemsQuery(useApi(), [...new Set(unnamed)].slice(0, 100)));
  for (const { itemId, title } of others.data?.data ?? []) titles.set(itemId, title);
  const titleOf = (itemId: string) => titles.get(itemId) ?? itemId;
  return (
    <>
      <Text size="sm">{t('recipe.quality', { ndcg: decimal(preview.quality.ndcg, 3) })}</Text>
      {preview.experimentArm === 'holdout' && <Text size="sm">{t('recipe.heldOut')}</Text>}
      {preview.hasUnseen && <Text size="sm">{t('slate.unseen')}</Text>}
      {preview.items.length ? (
        <ol>
          {preview.items.map(({ itemId, title, unruledPosition, action, reasons }) => (
            <li key={itemId}>
              <Text size="sm" fw={600} component="span">
                {title}
              </Text>{' '}
              <Text size="xs" c="dimmed" component="span">
                {unruledPosition === undefined ? t('recipe.newcomer') : t('recipe.was', { position: unruledPosition })}
              </Text>
              <Text size="xs">
                {action && `${t(`slate.action.${action}`)}: `}
                {reasons[0]?.text[language]}
              </Text>
            </li>
          ))}
        </ol>
      ) : (
        <EmptyState title={t('recipe.empty')} next={t('recipe.emptyNext')} />
      )}
      {preview.rules.length > 0 && (
        <section aria-label={t('recipe.effects')}>
          <Title order={3} size="h5" mb="xs">
            {t('recipe.effects')}
          </Title>
          <RuleEffects rules={preview.rules} titleOf={titleOf} />
        </section>
      )}
    </>
  );
}
