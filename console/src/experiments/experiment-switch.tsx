import { Button, Group } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { SlateExperimentDraft } from '../../../core/experiments/contract.ts';
import type { Surface } from '../../../core/recommendations/contract.ts';
import { useApi } from '../api/api-context.ts';
import { ProblemNotice } from '../parts/problem-notice.tsx';
import { experimentQuery } from './experiment-queries.ts';
import { turnExperiment } from './turn-experiment.ts';

/** Stops what runs, or lets it go on where it stopped; what was counted stays. */
export function ExperimentSwitch({
  surface,
  experiment,
}: {
  readonly surface: Surface;
  readonly experiment: SlateExperimentDraft;
}) {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const { isRunning } = experiment;
  const turn = useMutation({
    mutationFn: () => turnExperiment(api, surface, experiment),
    onSuccess: () => queries.invalidateQueries(experimentQuery(api, surface)),
  });
  return (
    <Group gap="xs">
      {turn.error && <ProblemNotice error={turn.error} />}
      <Button
        variant="default"
        size="xs"
        loading={turn.isPending}
        title={t(isRunning ? 'experiments.stopWhat' : 'experiments.resumeWhat')}
        onClick={() => turn.mutate()}
      >
        {t(isRunning ? 'experiments.stop' : 'experiments.resume')}
      </Button>
    </Group>
  );
}
