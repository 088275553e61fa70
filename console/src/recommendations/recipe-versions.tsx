import { Button, Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { BUILT_IN, type Recipe } from '../../../core/recommendations/recipe.ts';
import { useApi } from '../api/api-context.ts';
import { Confirmation } from '../parts/confirmation.tsx';
import { DataTable } from '../parts/data-table.tsx';
import { Panel } from '../parts/panel.tsx';
import { QueryView } from '../parts/query-view.tsx';
import { useFormats } from '../parts/use-formats.ts';
import { recipeVersionsQuery } from './recipe-queries.ts';

/** What a version is called: what the platform brings along has no number that says anything. */
export const versionLabel = (t: TFunction, { version }: Pick<Recipe, 'version'>): string =>
  version ? t('recipe.versionOf', { version }) : t('recipe.own');

export interface RecipeVersionsProps {
  readonly name: string;
  /** The form holds what is not saved; it is not replaced unasked. */
  readonly hasChanges: boolean;
  readonly onTake: (version: Recipe) => void;
}

/** What the recipe was before; each can be taken into the form and saved again. */
export function RecipeVersions({ name, hasChanges, onTake }: RecipeVersionsProps) {
  const { t } = useTranslation();
  const versions = useInfiniteQuery(recipeVersionsQuery(useApi(), name));
  const written = versions.data?.pages.flatMap(({ data }) => data);
  const [asked, setAsked] = useState<Recipe>();
  const [isTaken, setTaken] = useState(false);
  const ask = (version: Recipe) => {
    setAsked(version);
    setTaken(false);
  };
  const take = (version: Recipe) => {
    setAsked(undefined);
    setTaken(true);
    onTake(version);
  };
  const first = versions.hasNextPage ? undefined : BUILT_IN.get(name);
  return (
    <Panel title={t('recipe.versions')}>
      <Text size="sm" c="dimmed" mb="xs">
        {t('recipe.versionsWhat')}
      </Text>
      <QueryView query={{ data: written, error: versions.error, refetch: versions.refetch }} lines={3}>
        {(found) => <VersionsTable versions={first ? [...found, first] : found} onTake={hasChanges ? ask : onTake} />}
      </QueryView>
      {versions.hasNextPage && (
        <Button variant="default" size="xs" mt="sm" onClick={() => void versions.fetchNextPage()}>
          {t('common.more')}
        </Button>
      )}
      <Confirmation
        isOpen={asked !== undefined}
        onClose={() => setAsked(undefined)}
        title={t('recipe.takeTitle', { version: asked && versionLabel(t, asked) })}
        detail={t('recipe.takeDetail')}
        action={t('recipe.take')}
        onConfirm={() => asked && take(asked)}
        returnFocus={!isTaken}
      />
    </Panel>
  );
}

interface VersionsTableProps extends Pick<RecipeVersionsProps, 'onTake'> {
  readonly versions: readonly Recipe[];
}

function VersionsTable({ versions, onTake }: VersionsTableProps) {
  const { t } = useTranslation();
  const { moment } = useFormats();
  const nameOf = (version: Recipe) => versionLabel(t, version);
  return (
    <DataTable
      label={t('recipe.versions')}
      rows={versions}
      keyOf={({ version }) => String(version)}
      columns={[
        {
          key: 'version',
          label: t('recipe.version'),
          value: ({ version }) => version,
          cell: (version) => (
            <Button
              size="compact-sm"
              variant="default"
              aria-label={t('recipe.takeOf', { version: nameOf(version) })}
              onClick={() => onTake(version)}
            >
              {nameOf(version)}
            </Button>
          ),
        },
        {
          key: 'at',
          label: t('recipe.writtenAt'),
          value: ({ updatedAt }) => updatedAt,
          cell: ({ updatedAt }) => (updatedAt === undefined ? '–' : moment(updatedAt)),
        },
        { key: 'base', label: t('recipe.base'), cell: ({ base }) => t(`recipe.baseName.${base}`) },
        { key: 'description', label: t('recipe.description'), cell: ({ description }) => description },
      ]}
    />
  );
}
