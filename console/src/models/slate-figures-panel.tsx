import { SegmentedControl, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Evaluation } from '../../../core/models/contract.ts';
import { DataTable } from '../parts/data-table.tsx';
import { useFormats } from '../parts/use-formats.ts';
import { barColumn } from './bar-columns.tsx';
import { candidateName } from './candidate-name.ts';
import { ModelName } from './model-name.tsx';
import { noteWords } from './note-words.ts';
import { ALL, type FiguresRow, figuresOf, segmentsOf } from './slate-figures.ts';

const COLUMNS = ['ndcg20', 'mrr20', 'hit20', 'recall20'] as const;

/** How good the slates were: for everybody or for some, how much of the catalogue they showed, and what of new items. */
export function SlateFiguresPanel({ evaluation }: { readonly evaluation: Evaluation }) {
  const { t } = useTranslation();
  const { decimal, share, whole } = useFormats();
  const [segment, setSegment] = useState(ALL);
  const rows = figuresOf(evaluation, segment);
  const number = (key: (typeof COLUMNS)[number]) =>
    barColumn<typeof key, FiguresRow>(key, t(`run.slates.${key}`), rows, (value) => decimal(value, 3));
  return (
    <Stack gap="sm">
      <div className="scroller">
        <SegmentedControl
          aria-label={t('run.slates.segment')}
          size="xs"
          value={segment}
          onChange={setSegment}
          data={segmentsOf(evaluation).map((name) => ({ value: name, label: t(`run.slates.segments.${name}`) }))}
        />
      </div>
      <DataTable
        label={t('run.slates.title')}
        exportAs="slates"
        rows={rows}
        keyOf={({ name }) => name}
        columns={[
          {
            key: 'name',
            label: t('run.candidates.name'),
            value: ({ name }) => name,
            cell: ({ name, isBaseline }) => <ModelName name={name} isBaseline={isBaseline} />,
          },
          {
            key: 'questions',
            label: t('run.slates.questions'),
            isNumber: true,
            value: ({ questions }) => questions,
            cell: ({ questions }) => whole(questions),
          },
          ...COLUMNS.map(number),
          barColumn<'coverage20', FiguresRow>('coverage20', t('run.slates.coverage20'), rows, share),
          {
            key: 'novelty20',
            label: t('run.slates.novelty20'),
            isNumber: true,
            value: ({ novelty20 }) => novelty20,
            cell: ({ novelty20 }) => decimal(novelty20, 2),
          },
          {
            key: 'popularity_bias20',
            label: t('run.slates.popularity_bias20'),
            isNumber: true,
            value: ({ popularity_bias20 }) => popularity_bias20,
            cell: ({ popularity_bias20 }) => (popularity_bias20 === undefined ? '–' : decimal(popularity_bias20, 2)),
          },
        ]}
      />
      <Text size="xs" c="dimmed">
        {t('run.slates.explains')}
      </Text>
      {evaluation.candidates.map((one) => (
        <Text size="sm" key={candidateName(one)}>
          {one.cold
            ? t('run.slates.cold', {
                name: candidateName(one),
                questions: whole(one.cold.questions),
                count: one.cold.questions,
                items: one.cold.items,
                hit: share(one.cold.hit20),
                chance: share(one.cold.hit20_by_chance),
              })
            : t('run.slates.noCold', { name: candidateName(one) })}
        </Text>
      ))}
      {(evaluation.notes ?? []).map((note) => (
        <Text size="sm" key={`${note.candidate} ${note.text}`}>
          {t('run.slates.note', { candidate: note.candidate, words: noteWords(t, note) })}
        </Text>
      ))}
    </Stack>
  );
}
