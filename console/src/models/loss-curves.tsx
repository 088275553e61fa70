import { Skeleton, Table, Text } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import type { RunDetail } from '../../../core/models/contract.ts';
import { useFormats } from '../parts/use-formats.ts';
import { bestEpoch, lossSeries } from './curve-series.ts';

const LossChart = lazy(() => import('./loss-chart.tsx'));

type Curve = RunDetail['curves'][number];

/** How each candidate learnt, one chart each, with its numbers below. */
export function LossCurves({ curves }: { readonly curves: readonly Curve[] }) {
  return (
    <div className="columns-2">
      {curves.map((curve) => (
        <OneCurve key={curve.candidate} curve={curve} />
      ))}
    </div>
  );
}

function OneCurve({ curve: { candidate, epochs } }: { readonly curve: Curve }) {
  const { t } = useTranslation();
  const { decimal } = useFormats();
  const best = bestEpoch(epochs);
  const caption = best
    ? t('run.curves.caption', {
        candidate,
        epoch: best.epoch,
        epochs: epochs.length,
        count: epochs.length,
        loss: decimal(best.validation_loss, 4),
      })
    : candidate;
  return (
    <figure style={{ margin: 0, minWidth: 0 }}>
      <Text component="figcaption" size="sm" mb="xs">
        {caption}
      </Text>
      <Suspense fallback={<Skeleton height={240} />}>
        <LossChart series={lossSeries(epochs)} label={caption} />
      </Suspense>
      <details>
        <summary>{t('run.curves.numbers')}</summary>
        <Numbers curve={{ candidate, epochs }} />
      </details>
    </figure>
  );
}

function Numbers({ curve: { candidate, epochs } }: { readonly curve: Curve }) {
  const { t } = useTranslation();
  const { decimal } = useFormats();
  return (
    <Table verticalSpacing={4} aria-label={t('run.curves.of', { candidate })}>
      <Table.Thead>
        <Table.Tr>
          {(['epoch', 'train', 'validation', 'test'] as const).map((name) => (
            <Table.Th key={name} className="number">
              {t(`run.curves.${name}`)}
            </Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {epochs.map(({ epoch, train_loss, validation_loss, test_loss }) => (
          <Table.Tr key={epoch}>
            <Table.Td className="number">{epoch}</Table.Td>
            <Table.Td className="number">{decimal(train_loss, 4)}</Table.Td>
            <Table.Td className="number">{decimal(validation_loss, 4)}</Table.Td>
            <Table.Td className="number">{test_loss === undefined ? '' : decimal(test_loss, 4)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
