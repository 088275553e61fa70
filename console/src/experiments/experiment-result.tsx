import { Alert, Group, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type {
  CountedRecipe,
  ExperimentKind,
  RecipeComparison,
  SlateExperimentDraft,
} from '../../../core/experiments/contract.ts';
import type { SurfaceExperiment } from '../../../core/recommendations/recipe-contract.ts';
import { type Column, DataTable } from '../parts/data-table.tsx';
import { TextLink } from '../parts/links.tsx';
import { StateMark } from '../parts/marks.tsx';
import { useFormats } from '../parts/use-formats.ts';
import { ExperimentIntervals, measureOf } from './experiment-intervals.tsx';

export interface ExperimentResultProps {
  readonly result: SurfaceExperiment;
  readonly experiment: SlateExperimentDraft;
}

/** What it found in a sentence with its interval, then the picture, then the counts that it rests on. */
export function ExperimentResult({
  result: { counted = [], comparisons = [], isSplitAsPlanned = true },
  experiment,
}: ExperimentResultProps) {
  const { t } = useTranslation();
  const { name, kind, reward, isRunning } = experiment;
  const rewardName = t(`experiments.reward.${reward}`);
  return (
    <Stack gap="sm">
      <Group gap="sm">
        <Text size="sm" component="div">
          <StateMark state={isRunning ? 'running' : 'waiting'}>
            {t(isRunning ? 'experiments.runs' : 'experiments.stopped')}
          </StateMark>
        </Text>
        <Text size="sm" fw={600}>
          {name}
        </Text>
        <Text size="sm" c="dimmed">
          {t('experiments.what', { kind: t(`experiments.kind.${kind}`), reward: rewardName })}
        </Text>
      </Group>
      {isSplitAsPlanned ? (
        comparisons.map((comparison) => <Finding key={comparison.recipe} kind={kind} comparison={comparison} />)
      ) : (
        <Mismatch />
      )}
      <ExperimentIntervals kind={kind} comparisons={comparisons} />
      <Counts counted={counted} kind={kind} name={name} />
      <Text size="xs" c="dimmed">
        {t(`experiments.method.${kind}`)}
      </Text>
    </Stack>
  );
}

/** Nothing is said of the recipes: who was lost on the way may have made the difference. */
function Mismatch() {
  const { t } = useTranslation();
  return (
    <Alert
      title={t('experiments.mismatch.title')}
      color="orange"
      variant="outline"
      role="alert"
      styles={{ title: { color: 'var(--state-failed)' } }}
    >
      <Text size="sm">{t('experiments.mismatch.detail')}</Text>
    </Alert>
  );
}

function Finding({ kind, comparison }: { readonly kind: ExperimentKind; readonly comparison: RecipeComparison }) {
  const { t } = useTranslation();
  const { signed, interval } = useFormats();
  const { recipe, against, difference, verdict } = comparison;
  const said = verdict === 'too-early' ? (`too-early-${measureOf(kind)}` as const) : verdict;
  const points = (share: number) => 100 * share;
  return (
    <div>
      {difference && (
        <Group align="baseline" gap="md">
          <Text className="figure">{signed(points(difference.value), 1)}</Text>
          <Text c="dimmed" size="sm">
            {t(`experiments.unit.${measureOf(kind)}`, {
              interval: interval(points(difference.low), points(difference.high), 1),
            })}
          </Text>
        </Group>
      )}
      <Text size="sm">{t(`experiments.says.${said}`, { recipe, against })}</Text>
    </div>
  );
}

function Counts({
  counted,
  kind,
  name,
}: {
  readonly counted: readonly CountedRecipe[];
  readonly kind: ExperimentKind;
  readonly name: string;
}) {
  const { t } = useTranslation();
  const { whole, share } = useFormats();
  const customers = counted.reduce((sum, one) => sum + (one.customers ?? 0), 0);
  const split: readonly Column<CountedRecipe>[] = [
    {
      key: 'customers',
      label: t('experiments.customers'),
      isNumber: true,
      value: (one) => one.customers,
      cell: (one) => whole(one.customers ?? 0),
    },
    {
      key: 'split',
      label: t('experiments.split'),
      isNumber: true,
      value: (one) => (customers ? (one.customers ?? 0) / customers : undefined),
      cell: (one) =>
        customers > 0 && `${share((one.customers ?? 0) / customers, 1)} (${share(one.plannedShare ?? 0, 1)})`,
    },
  ];
  return (
    <DataTable
      label={t('experiments.counts')}
      rows={counted}
      keyOf={({ recipe }) => recipe}
      exportAs={name}
      columns={[
        {
          key: 'recipe',
          label: t('experiments.recipe'),
          value: ({ recipe }) => recipe,
          cell: ({ recipe }) => (
            <TextLink to="/recommendations/recipes/$name" params={{ name: recipe }}>
              {recipe}
            </TextLink>
          ),
        },
        ...(counted.some((one) => one.customers !== undefined) ? split : []),
        {
          key: 'shown',
          label: t('experiments.shown'),
          isNumber: true,
          value: ({ shown }) => shown,
          cell: ({ shown }) => whole(shown),
        },
        {
          key: 'rewarded',
          label: t(kind === 'interleaving' ? 'experiments.won' : 'experiments.rewarded'),
          isNumber: true,
          value: ({ rewarded }) => rewarded,
          cell: ({ rewarded }) => whole(rewarded),
        },
        {
          key: 'share',
          label: t('experiments.share'),
          isNumber: true,
          value: ({ share: of }) => of?.value,
          interval: ({ share: of }) => of ?? undefined,
          cell: ({ share: of }) => of && `${share(of.value, 1)} (${share(of.low, 1)} … ${share(of.high, 1)})`,
        },
      ]}
    />
  );
}
