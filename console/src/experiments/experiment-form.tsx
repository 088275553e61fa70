import { Button, Group, MultiSelect, Select, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ExperimentKind, Reward, SlateExperimentDraft } from '../../../core/experiments/contract.ts';
import type { Surface } from '../../../core/recommendations/contract.ts';
import { isServedOn } from '../../../core/recommendations/needed-items.ts';
import type { SurfaceExperiment } from '../../../core/recommendations/recipe-contract.ts';
import { useApi } from '../api/api-context.ts';
import { recipesQuery } from '../api/queries.ts';
import { LeaveGuard } from '../parts/leave-guard.tsx';
import { NumberField } from '../parts/number-field.tsx';
import { ProblemNotice } from '../parts/problem-notice.tsx';
import {
  areRecipesGood,
  blankFields,
  draftOf,
  type ExperimentFields,
  isBegun,
  isNameGood,
  missingOf,
} from './experiment-fields.ts';
import { experimentQuery } from './experiment-queries.ts';
import { setExperiment } from './set-experiment.ts';

export interface ExperimentFormProps {
  readonly surface: Surface;
  /** What is there now, which a new one replaces; undefined until it was read. */
  readonly standing: Pick<SurfaceExperiment, 'revision' | 'experiment'> | undefined;
}

/** An experiment, and the revision of the surface that the person saw whom it is to replace. */
interface Start {
  readonly experiment: SlateExperimentDraft;
  readonly seen: number;
}

/** Starts an experiment on a surface. */
export function ExperimentForm({ surface, standing }: ExperimentFormProps) {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const [fields, setFields] = useState(blankFields);
  const change = (changed: Partial<ExperimentFields>) => setFields({ ...fields, ...changed });
  const draft = draftOf(fields);
  const start = useMutation({
    mutationFn: ({ experiment, seen }: Start) => setExperiment(api, surface, experiment, seen),
    onSuccess: () => setFields(blankFields),
    onSettled: () => queries.invalidateQueries(experimentQuery(api, surface)),
  });
  const missing = missingOf(fields);
  const running = standing?.experiment?.isRunning ? standing.experiment : undefined;
  const replaces = running && t('experiments.form.replaces', { name: running.name });
  const next = missing ? t(`experiments.form.missing.${missing}`) : replaces;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (draft && standing) start.mutate({ experiment: draft, seen: standing.revision });
  };
  return (
    <form onSubmit={submit}>
      <LeaveGuard isChanged={isBegun(fields)} of="surface" />
      <Stack gap="sm">
        <SimpleGrid cols={{ base: 1, sm: 3 }} style={{ alignItems: 'end' }}>
          <TextInput
            label={t('experiments.name')}
            description={t('experiments.form.nameHint')}
            value={fields.name}
            error={fields.name !== '' && !isNameGood(fields.name) && t('experiments.form.badName')}
            onChange={({ currentTarget }) => change({ name: currentTarget.value })}
          />
          <Select
            label={t('experiments.form.kind')}
            data={ExperimentKind.options.map((value) => ({ value, label: t(`experiments.kind.${value}`) }))}
            value={fields.kind}
            allowDeselect={false}
            onChange={(value) => change({ kind: ExperimentKind.catch('ab').parse(value) })}
          />
          <Select
            label={t('experiments.form.reward')}
            data={Reward.options.map((value) => ({ value, label: t(`experiments.reward.${value}`) }))}
            value={fields.reward}
            allowDeselect={false}
            onChange={(value) => change({ reward: Reward.catch('click').parse(value) })}
          />
        </SimpleGrid>
        <Text size="sm" c="dimmed">
          {t(`experiments.explains.${fields.kind}`)}
        </Text>
        <Recipes surface={surface} fields={fields} onChange={change} />
        {fields.kind === 'ab' && <Weights fields={fields} onChange={change} />}
        {fields.kind === 'bandit' && <BanditFields fields={fields} onChange={change} />}
        {start.error && <ProblemNotice error={start.error} />}
        <Group justify="flex-end">
          <Text size="sm" role="status">
            {start.isSuccess && fields === blankFields ? t('experiments.form.started') : next}
          </Text>
          <Button type="submit" disabled={!draft || !standing} loading={start.isPending}>
            {t('experiments.form.start')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

interface FieldProps {
  readonly fields: ExperimentFields;
  readonly onChange: (changed: Partial<ExperimentFields>) => void;
}

/** Only recipes that the surface can serve. */
function Recipes({ surface, fields, onChange }: FieldProps & { readonly surface: Surface }) {
  const { t } = useTranslation();
  const recipes = useQuery(recipesQuery(useApi()));
  const served = (recipes.data?.data ?? []).filter(({ base }) => isServedOn(surface, base));
  return (
    <>
      <MultiSelect
        label={t('experiments.form.recipes')}
        description={t('experiments.form.recipesHint')}
        data={served.map(({ name }) => name)}
        value={[...fields.recipes]}
        error={fields.recipes.length > 1 && !areRecipesGood(fields) && t(`experiments.form.badRecipes.${fields.kind}`)}
        onChange={(chosen) => onChange({ recipes: chosen })}
        searchable
      />
      {recipes.error && <ProblemNotice error={recipes.error} />}
    </>
  );
}

function Weights({ fields: { recipes, weights }, onChange }: FieldProps) {
  const { t } = useTranslation();
  if (!recipes.length) return null;
  return (
    <SimpleGrid cols={{ base: 2, sm: 4 }}>
      {recipes.map((recipe) => (
        <NumberField
          key={recipe}
          label={t('experiments.form.weight', { recipe })}
          min={1}
          max={100}
          allowDecimal={false}
          value={weights[recipe] ?? 1}
          onChange={(value = 1) => onChange({ weights: { ...weights, [recipe]: value } })}
        />
      ))}
    </SimpleGrid>
  );
}

const POLICIES = SlateExperimentDraft.shape.policy;

function BanditFields({ fields: { policy, epsilon }, onChange }: FieldProps) {
  const { t } = useTranslation();
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }} style={{ alignItems: 'end' }}>
      <Select
        label={t('experiments.form.policy')}
        data={POLICIES.unwrap().options.map((value) => ({
          value,
          label: t(`experiments.policy.${value}`),
        }))}
        value={policy}
        allowDeselect={false}
        onChange={(value) => onChange({ policy: POLICIES.parse(value ?? undefined) })}
      />
      <NumberField
        label={t('experiments.form.epsilon')}
        suffix=" %"
        min={1}
        max={100}
        allowDecimal={false}
        value={Math.round(100 * epsilon)}
        onChange={(percent) => onChange({ epsilon: percent === undefined ? blankFields.epsilon : percent / 100 })}
      />
    </SimpleGrid>
  );
}
