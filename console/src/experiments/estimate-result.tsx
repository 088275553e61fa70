import { Group, Stack, Text } from '@mantine/core';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { Interval } from '../../../core/experiments/contract.ts';
import type { Estimate, JudgedPolicy, RecipePolicy } from '../../../core/experiments/estimate-contract.ts';
import { type Column, DataTable } from '../parts/data-table.tsx';
import type { Formats } from '../parts/formats.ts';
import { IntervalFigure } from '../parts/interval-figure.tsx';
import { useFormats } from '../parts/use-formats.ts';
import { roleColour } from '../theme.ts';

type Found = NonNullable<Estimate['found']>;

/** What it found in a sentence with its interval, then the picture, then the numbers that it rests on. */
export function EstimateResult({ estimate: { request, endedAt, found } }: { readonly estimate: Estimate }) {
  const { t } = useTranslation();
  const formats = useFormats();
  if (!found) return null;
  const { moment } = formats;
  const { experiment, reward, from, to, rows, customers, policies } = found;
  const wanted = new Set(request.policies.map(keyOf));
  const named = policies.filter((policy) => wanted.has(keyOf(policy)));
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed">
        {t('experiments.estimate.read', {
          ...{ experiment, slates: rows, customers, from: moment(from), to: moment(to) },
          ...{ reward: t(`experiments.reward.${reward}`), at: moment(endedAt ?? to) },
        })}
      </Text>
      {(named.length ? named : policies).map((policy) => (
        <Finding key={keyOf(policy)} policy={policy} behaviour={found.behaviour} />
      ))}
      <Earned found={found} />
      <DataTable
        label={t('experiments.estimate.numbers')}
        rows={policies}
        keyOf={keyOf}
        exportAs={`${experiment}-estimate`}
        columns={columnsOf(t, formats)}
      />
      <Text size="xs" c="dimmed">
        {t('experiments.estimate.method')}
      </Text>
    </Stack>
  );
}

const keyOf = ({ known, new: visitors }: RecipePolicy) => `${known} ${visitors}`;

/** One recipe for everybody, or which for whom. */
const nameOf = (t: TFunction, { known, new: visitors }: RecipePolicy): string =>
  known === visitors ? known : t('experiments.estimate.pair', { known, new: visitors });

const points = (share: number) => 100 * share;

function Finding({ policy, behaviour }: { readonly policy: JudgedPolicy; readonly behaviour: Interval }) {
  const { t } = useTranslation();
  const { signed, interval, share, whole } = useFormats();
  const { dr, difference, verdict, effectiveCustomers } = policy;
  return (
    <div>
      {difference && verdict !== 'too-little-overlap' && (
        <Group align="baseline" gap="md">
          <Text className="figure">{signed(points(difference.value), 1)}</Text>
          <Text c="dimmed" size="sm">
            {t('experiments.estimate.unit', {
              interval: interval(points(difference.low), points(difference.high), 1),
            })}
          </Text>
        </Group>
      )}
      <Text size="sm">
        {t(`experiments.estimate.says.${verdict}`, {
          ...{ policy: nameOf(t, policy), value: share(dr?.value ?? 0, 1), behaviour: share(behaviour.value, 1) },
          ...{ customers: whole(effectiveCustomers) },
        })}
      </Text>
    </div>
  );
}

/** The experiment itself and each policy, on one scale; the line is what the experiment earned. */
function Earned({ found: { policies, behaviour } }: { readonly found: Found }) {
  const { t } = useTranslation();
  const { decimal, share } = useFormats();
  const row = (key: string, label: string, { low, value, high }: Interval, isSquare: boolean) => ({
    ...{ key, label, isSquare, colour: roleColour(isSquare ? 'champion' : 'treatment') },
    ...{ low: points(low), value: points(value), high: points(high), note: share(value, 1) },
  });
  const rows = policies.flatMap((policy) =>
    policy.dr && policy.verdict !== 'too-little-overlap'
      ? [row(keyOf(policy), nameOf(t, policy), policy.dr, false)]
      : [],
  );
  return (
    <IntervalFigure
      caption={t('experiments.estimate.caption')}
      rows={[row('', t('experiments.estimate.itself'), behaviour, true), ...rows]}
      tick={(value, digits) => `${decimal(value, digits)} %`}
      axis={points(behaviour.value)}
      margin={0}
    />
  );
}

function columnsOf(t: TFunction, { share, whole, interval }: Formats): Column<JudgedPolicy>[] {
  const estimated = (key: 'dr' | 'snips' | 'ips'): Column<JudgedPolicy> => ({
    key,
    label: t(`experiments.estimate.by.${key}`),
    isNumber: true,
    value: (policy) => policy[key]?.value,
    interval: (policy) => policy[key] ?? undefined,
    cell: ({ [key]: of }) => of && `${share(of.value, 1)} (${share(of.low, 1)} … ${share(of.high, 1)})`,
  });
  return [
    {
      key: 'policy',
      label: t('experiments.recipe'),
      value: (policy) => nameOf(t, policy),
      cell: (policy) => nameOf(t, policy),
    },
    {
      key: 'verdict',
      label: t('experiments.estimate.verdict'),
      value: ({ verdict }) => verdict,
      cell: ({ verdict }) => t(`experiments.estimate.word.${verdict}`),
    },
    estimated('dr'),
    {
      key: 'difference',
      label: t('experiments.estimate.difference'),
      isNumber: true,
      value: ({ difference }) => difference?.value,
      interval: ({ difference }) => difference ?? undefined,
      cell: ({ difference: of }) => of && interval(points(of.low), points(of.high), 1),
    },
    {
      key: 'worth',
      label: t('experiments.estimate.worth'),
      isNumber: true,
      value: ({ effectiveCustomers }) => effectiveCustomers,
      cell: ({ effectiveCustomers }) => whole(effectiveCustomers),
    },
    estimated('snips'),
    estimated('ips'),
  ];
}
