import { useTranslation } from 'react-i18next';
import type { ModelView } from '../../../core/models/contract.ts';
import { type Column, DataTable } from '../parts/data-table.tsx';
import { RoleMark } from '../parts/marks.tsx';
import { useFormats } from '../parts/use-formats.ts';
import { candidateName } from './candidate-name.ts';

type Version = ModelView['versions'][number];

/** Every version that passed the gate once; each can be returned to. */
export function VersionsTable({ model }: { readonly model: ModelView }) {
  const { t } = useTranslation();
  const { moment, decimal } = useFormats();
  const isServing = ({ version }: Version) => model.champion.some(({ modelVersion }) => modelVersion === version);
  const isSlates = model.versions.some(({ metrics }) => metrics?.ranking);
  return (
    <DataTable
      label={t('models.versions.title')}
      exportAs="versions"
      rows={model.versions}
      keyOf={({ version }) => version}
      columns={[
        {
          key: 'version',
          label: t('models.versions.version'),
          value: ({ version }) => version,
          cell: ({ version }) => <span className="mono">{version}</span>,
        },
        {
          key: 'candidate',
          label: t('models.versions.candidate'),
          value: ({ candidate }) => candidate,
          cell: ({ candidate, scorer }) => candidateName({ candidate, scorer }),
        },
        {
          key: 'status',
          label: t('models.versions.status'),
          value: ({ status }) => status,
          cell: (version) =>
            isServing(version) ? (
              <RoleMark kind="champion">{t('models.versions.serving')}</RoleMark>
            ) : (
              t(`models.versions.state.${version.status}`)
            ),
        },
        {
          key: 'loss',
          label: t(isSlates ? 'run.candidates.slateLoss' : 'run.candidates.logLoss'),
          isNumber: true,
          value: ({ metrics }) => metrics?.log_loss,
          cell: ({ metrics }) => (metrics ? decimal(metrics.log_loss, 4) : ''),
        },
        ...(isSlates ? [] : [aucColumn(decimal)]),
        {
          key: 'created',
          label: t('models.versions.created'),
          isNumber: true,
          value: ({ createdAt }) => createdAt,
          cell: ({ createdAt }) => moment(createdAt),
        },
      ]}
    />
  );
}

/** Of models that give the probability of a yes or no. */
const aucColumn = (decimal: (value: number, digits: number) => string): Column<Version> => ({
  key: 'auc',
  label: 'AUC',
  isNumber: true,
  value: ({ metrics }) => metrics?.auc,
  cell: ({ metrics }) => (metrics?.auc === undefined ? '' : decimal(metrics.auc, 3)),
});
