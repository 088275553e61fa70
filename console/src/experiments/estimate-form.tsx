import { Button, Select, SimpleGrid, Stack } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type StartEstimateRequest, StartEstimateResponse } from '../../../core/experiments/estimate-contract.ts';
import type { Surface } from '../../../core/recommendations/contract.ts';
import { useApi } from '../api/api-context.ts';
import { ProblemNotice } from '../parts/problem-notice.tsx';
import { useOrderIds } from '../parts/use-order-ids.ts';
import { estimatesPath, estimatesQuery } from './estimate-queries.ts';

export interface EstimateFormProps {
  readonly surface: Surface;
  /** Whose slates are read; undefined means the last that drew recipes there. */
  readonly experiment: string | undefined;
  /** Those that it draws. */
  readonly recipes: readonly string[];
}

/** Asks what would have been earned, had each kind of visitor been shown one recipe. */
export function EstimateForm({ surface, experiment, recipes }: EstimateFormProps) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState<Readonly<Record<string, string>>>({});
  const start = useStartEstimate(surface);
  const recipeFor = (whom: 'known' | 'new') =>
    recipes.find((recipe) => recipe === chosen[whom]) ?? recipes[whom === 'known' ? 0 : 1] ?? recipes[0] ?? '';
  const submit = (event: FormEvent) => {
    event.preventDefault();
    start.mutate({ experiment, policies: [{ known: recipeFor('known'), new: recipeFor('new') }] });
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <SimpleGrid cols={{ base: 1, sm: 3 }} style={{ alignItems: 'end' }}>
          {(['known', 'new'] as const).map((whom) => (
            <Select
              key={whom}
              label={t(`experiments.estimate.form.${whom}`)}
              data={[...recipes]}
              value={recipeFor(whom)}
              allowDeselect={false}
              onChange={(recipe) => recipe && setChosen({ ...chosen, [whom]: recipe })}
            />
          ))}
          <Button type="submit" variant="default" loading={start.isPending}>
            {t('experiments.estimate.form.start')}
          </Button>
        </SimpleGrid>
        {start.error && <ProblemNotice error={start.error} />}
      </Stack>
    </form>
  );
}

/** One order, however often it is sent before it is answered. */
function useStartEstimate(surface: Surface) {
  const api = useApi();
  const queries = useQueryClient();
  const orderIds = useOrderIds();
  return useMutation({
    mutationFn: (request: Omit<StartEstimateRequest, 'reward'>) =>
      api.post(estimatesPath(surface), StartEstimateResponse, request, orderIds.of(request)),
    onSuccess: async () => {
      orderIds.answered();
      await queries.invalidateQueries(estimatesQuery(api, surface));
    },
  });
}
