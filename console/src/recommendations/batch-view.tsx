import { Group, Progress, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { SlateBatch } from '../../../core/recommendations/batch-contract.ts';
import { useApi } from '../api/api-context.ts';
import { itemsQuery } from '../api/queries.ts';
import { Copyable } from '../parts/copyable.tsx';
import { faultWords } from '../parts/fault-words.ts';
import { TextLink } from '../parts/links.tsx';
import { Panel } from '../parts/panel.tsx';
import { useFormats } from '../parts/use-formats.ts';
import { BatchState, partsDone, recipeOf } from './batches-table.tsx';
import { StopBatch } from './stop-batch.tsx';

interface BatchProps {
  readonly batch: SlateBatch;
}

/** One batch: how it goes, where its files lie, and what was asked for. */
export function BatchView({ batch }: BatchProps) {
  const { t } = useTranslation();
  const { status, location } = batch;
  const state = (
    <Group gap="sm">
      <BatchState batch={batch} />
      {status === 'running' && <StopBatch batchId={batch.batchId} />}
    </Group>
  );
  return (
    <>
      <Panel title={t('batches.progress')} aside={state}>
        <Outcome batch={batch} />
      </Panel>
      {location !== undefined && (
        <Panel title={t('batches.files')}>
          <Files batch={batch} location={location} />
        </Panel>
      )}
      <Panel title={t('batches.asked')}>
        <Asked batch={batch} />
      </Panel>
    </>
  );
}

/** How far it is while it runs, then what it came to. */
function Outcome({ batch }: BatchProps) {
  const { t } = useTranslation();
  const { whole } = useFormats();
  const { status, parts, customers } = batch;
  return (
    <Stack gap="xs" role="status">
      {status === 'running' && parts && (
        <>
          <Progress value={(100 * parts.done) / parts.total} aria-label={partsDone(t, parts)} />
          <Text size="sm">{partsDone(t, parts)}</Text>
        </>
      )}
      {status !== 'done' && customers !== undefined && (
        <Text size="sm">{t(`batches.looked.${status}`, { customers: whole(customers), count: customers })}</Text>
      )}
      {status === 'running' && customers === undefined && <Text size="sm">{t('batches.begins')}</Text>}
      {status === 'done' && <Found batch={batch} />}
      {status === 'failed' && (
        <>
          {batch.reason && <Text size="sm">{faultWords(t, batch)}</Text>}
          {batch.says?.code !== 'aborted' && <Text size="sm">{t('batches.failedNext')}</Text>}
        </>
      )}
    </Stack>
  );
}

function Found({ batch: { request, customers = 0, found, foundUnmet } }: BatchProps) {
  const { t } = useTranslation();
  const { whole } = useFormats();
  const looked = { customers: whole(customers), count: customers };
  if (request.kind === 'slates') return <Text size="sm">{t('batches.made', looked)}</Text>;
  if (found === undefined) return <Text size="sm">{t('batches.looked.done', looked)}</Text>;
  return (
    <>
      <Text size="sm">{t('batches.found', { ...looked, found: whole(found), count: found })}</Text>
      {foundUnmet !== undefined && (
        <Text size="sm">{t('batches.foundUnmet', { found: whole(foundUnmet), count: foundUnmet })}</Text>
      )}
      {foundUnmet === undefined && found < Math.min(request.size, customers) && (
        <Text size="sm">{t('batches.foundFewer')}</Text>
      )}
    </>
  );
}

function Files({ batch: { request, files = 0 }, location }: BatchProps & { readonly location: string }) {
  const { t } = useTranslation();
  const { whole } = useFormats();
  return (
    <Stack gap="xs">
      <Copyable text={location} what={t('batches.location')} />
      <Text size="sm">
        {t(`batches.inFiles.${request.kind}`, { files: whole(files), count: files })} {t('batches.lines')}
      </Text>
      <Text size="sm" c="dimmed">
        {t('batches.kept')}
      </Text>
    </Stack>
  );
}

function Asked({ batch }: BatchProps) {
  const { t } = useTranslation();
  const { whole } = useFormats();
  const { request } = batch;
  return (
    <dl className="facts-grid">
      <Fact name={t('batches.recipe')}>
        <TextLink to="/recommendations/recipes/$name" params={{ name: request.recipe }} size="sm" className="mono">
          {recipeOf(batch)}
        </TextLink>
      </Fact>
      {request.kind === 'slates' ? (
        <>
          <Fact name={t('slate.form.surface')}>{t(`slate.surface.${request.surface}`)}</Fact>
          <Fact name={t('batches.k')}>{request.k}</Fact>
        </>
      ) : (
        <>
          <Fact name={t('batches.size')}>{whole(request.size)}</Fact>
          <Fact name={t('batches.items')}>
            <Titles ids={request.itemIds} />
          </Fact>
        </>
      )}
      {request.filter !== undefined && (
        <Fact name={t('recipe.filter')}>
          <span className="mono">{request.filter}</span>
        </Fact>
      )}
    </dl>
  );
}

/** Items by title, by id until it is known. */
function Titles({ ids }: { readonly ids: readonly string[] }) {
  const named = useQuery(itemsQuery(useApi(), ids));
  const titles = new Map(named.data?.data.map(({ itemId, title }) => [itemId, title]));
  return ids.map((itemId) => titles.get(itemId) ?? itemId).join(' · ');
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
