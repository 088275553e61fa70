import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { CandidateMetrics, Evaluation, Verdict } from '../../../core/models/contract.ts';
import { type Column, DataTable } from '../parts/data-table.tsx';
import { RoleMark } from '../parts/marks.tsx';
import { useFormats } from '../parts/use-formats.ts';
import { candidateName } from './candidate-name.ts';
import { intervalOf, rangeOf } from './interval-of.ts';
import { LossIntervals } from './loss-intervals.tsx';
import { CHAMPION, lossRows } from './loss-rows.ts';
import { ModelName } from './model-name.tsx';

export interface CandidatesTableProps {
  readonly evaluation: Evaluation;
  readonly verdict: Verdict | undefined;
}

type Row = Partial<CandidateMetrics> &
  Pick<CandidateMetrics, 'auc' | 'pr_auc' | 'log_loss'> & { readonly name: string; readonly delta?: Delta };
interface Delta {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** Candidates side by side on the same later rows; less loss is better, more AUC is better. */
export function CandidatesTable({ evaluation, verdict }: CandidatesTableProps) {
  const { t } = useTranslation();
  const { decimal, signed, interval, whole, moment } = useFormats();
  const { rows, against } = rowsOf(evaluation, verdict);
  const isSlates = evaluation.measure === 'ndcg-loss';
  return (
    <>
      <Text size="sm" mb="sm">
        {t(isSlates ? 'run.candidates.slateWindow' : 'run.candidates.window', {
          purchases: whole(evaluation.positives),
          count: evaluation.positives,
          rows: whole(evaluation.rows),
          from: moment(evaluation.window.from),
          to: moment(evaluation.window.to),
        })}
      </Text>
      <LossIntervals evaluation={evaluation} verdict={verdict} />
      <DataTable
        label={t('run.candidates.title')}
        exportAs="candidates"
        rows={rows}
        keyOf={({ name }) => name}
        columns={[
          {
            key: 'name',
            label: t('run.candidates.name'),
            value: ({ name }) => name,
            cell: (row) => <Name row={row} verdict={verdict} />,
          },
          {
            key: 'log_loss',
            label: t(isSlates ? 'run.candidates.slateLoss' : 'run.candidates.logLoss'),
            isNumber: true,
            value: (row) => row.log_loss,
            cell: (row) => decimal(row.log_loss, 4),
          },
          {
            key: 'interval',
            label: t('run.candidates.interval'),
            isNumber: true,
            interval: lossInterval,
            cell: (row) => rangeOf(lossInterval(row), (value) => decimal(value, 4)),
          },
          {
            key: 'delta',
            label: t('run.candidates.against', {
              against: against === CHAMPION ? t('run.candidates.champion') : against,
            }),
            isNumber: true,
            value: ({ delta }) => delta?.value,
            interval: ({ delta }) => delta,
            cell: ({ delta }) => delta && `${signed(delta.value, 4)} (${interval(delta.low, delta.high, 4)})`,
          },
          ...(isSlates ? [] : probabilityColumns(t('run.candidates.ece'), decimal)),
        ]}
      />
    </>
  );
}

const lossInterval = ({ log_loss_low, log_loss_high }: Row) => intervalOf(log_loss_low, log_loss_high);

/** Of models that give the probability of a yes or no. */
function probabilityColumns(ece: string, decimal: (value: number, digits: number) => string): Column<Row>[] {
  return [
    {
      key: 'auc',
      label: 'AUC',
      isNumber: true,
      value: ({ auc }) => auc,
      cell: ({ auc }) => (auc === undefined ? '' : decimal(auc, 3)),
    },
    {
      key: 'pr_auc',
      label: 'PR-AUC',
      isNumber: true,
      value: ({ pr_auc }) => pr_auc,
      cell: ({ pr_auc }) => (pr_auc === undefined ? '' : decimal(pr_auc, 3)),
    },
    {
      key: 'ece',
      label: ece,
      isNumber: true,
      value: (row) => row.ece,
      cell: (row) => (row.ece === undefined ? '' : decimal(row.ece, 4)),
    },
  ];
}

function Name({ row, verdict }: { readonly row: Row; readonly verdict: Verdict | undefined }) {
  const { t } = useTranslation();
  const isChosen =
    row.candidate !== undefined && row.candidate === verdict?.candidate && row.scorer === verdict?.scorer;
  return (
    <ModelName
      name={row.name === CHAMPION ? t('run.candidates.champion') : row.name}
      isBaseline={row.candidate === undefined && row.name !== CHAMPION}
    >
      {isChosen && verdict?.action === 'promote' && <RoleMark kind="champion">{t('role.champion')}</RoleMark>}
      {isChosen && verdict?.action === 'keep' && <RoleMark kind="challenger">{t('role.challenger')}</RoleMark>}
    </ModelName>
  );
}

/** Best first, each with its paired difference: from the champion where one was scored, else from the first baseline. */
function rowsOf(evaluation: Evaluation, verdict: Verdict | undefined): { rows: Row[]; against: string } {
  const { candidates, comparisons, baselines } = evaluation;
  const hasChampion = comparisons.some((one) => one.against === CHAMPION);
  const against = hasChampion ? CHAMPION : (baselines[0]?.name ?? '');
  const judged = candidates.map((one): Row => {
    const found = comparisons.find(
      (other) => other.candidate === one.candidate && other.scorer === one.scorer && other.against === against,
    );
    const delta = found && { value: found.log_loss_delta, low: found.low, high: found.high };
    return { ...one, name: candidateName(one), ...(delta ? { delta } : {}) };
  });
  const known = new Map([...judged, ...baselines].map((row): [string, Row] => [row.name, row]));
  const rows = lossRows(evaluation, verdict).map(({ name, value }) => known.get(name) ?? { name, log_loss: value });
  return { rows, against };
}
