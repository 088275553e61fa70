import { Button, Group, SegmentedControl, Select, SimpleGrid, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type StartSlateBatchRequest, StartSlateBatchResponse } from '../../../core/recommendations/batch-contract.ts';
import { Surface } from '../../../core/recommendations/contract.ts';
import { useApi } from '../api/api-context.ts';
import { ApiError } from '../api/api-error.ts';
import { recipesQuery } from '../api/queries.ts';
import { FilterField } from '../filters/filter-field.tsx';
import { ItemsInput } from '../items/items-input.tsx';
import { type ErrorAt, errorOf, errorsAt } from '../parts/field-message.ts';
import { NumberField } from '../parts/number-field.tsx';
import { ProblemNotice } from '../parts/problem-notice.tsx';
import { useOrderIds } from '../parts/use-order-ids.ts';
import {
  BATCH_KINDS,
  type BatchFields,
  type BatchKind,
  batchOf,
  blankBatch,
  readBatch,
  recipesFor,
} from './batch-fields.ts';
import { slateBatchesKey } from './batch-queries.ts';

export interface BatchFormProps {
  readonly kind: BatchKind;
  /** To begin with. @default what makes such a batch where none is named */
  readonly recipe?: string | undefined;
}

/** Starts a batch and shows how it goes. It is read by the contract at each change: what is wrong stands at its field. */
export function BatchForm({ kind, recipe }: BatchFormProps) {
  const { t } = useTranslation();
  const [fields, setFields] = useState(() => batchOf(kind, recipe));
  const change = (changed: Partial<BatchFields>) => setFields({ ...fields, ...changed });
  const recipes = useQuery(recipesQuery(useApi()));
  const start = useStartBatch();
  const { data, errors } = readBatch(fields, recipes.data?.data);
  const refusals = data && start.refusalsOf(data);
  const allErrors = [...errors, ...(refusals ?? [])];
  const errorAt = errorsAt(t, allErrors);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (data) start.mutate(data);
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <SegmentedControl
          aria-label={t('batches.kind')}
          fullWidth
          data={BATCH_KINDS.map((value) => ({ value, label: t(`batches.of.${value}`) }))}
          value={fields.kind}
          onChange={(value) => change({ kind: BATCH_KINDS.find((one) => one === value) ?? fields.kind })}
        />
        <Text size="sm" c="dimmed">
          {t(`batches.what.${fields.kind}`)}
        </Text>
        {fields.kind === 'customers' && (
          <ItemsInput
            label={t('batches.items')}
            description={t('batches.form.itemsWhat')}
            value={fields.itemIds}
            most={50}
            error={fields.itemIds.length > 0 && errorAt('itemIds')}
            onChange={(itemIds) => change({ itemIds })}
          />
        )}
        <SimpleGrid cols={{ base: 1, sm: 3 }}>
          <Select
            label={t('batches.recipe')}
            data={recipesFor(fields.kind, recipes.data?.data ?? [])}
            value={fields.recipes[fields.kind]}
            error={errorAt('recipe')}
            allowDeselect={false}
            searchable
            onChange={(name) => name && change({ recipes: { ...fields.recipes, [fields.kind]: name } })}
          />
          <Counts fields={fields} errorAt={errorAt} onChange={change} />
        </SimpleGrid>
        <FilterField
          label={t('recipe.filter')}
          description={t(`batches.form.filterWhat.${fields.kind}`)}
          value={fields.filter}
          fault={errorOf(allErrors, ['filter'])}
          onChange={(filter) => change({ filter })}
        />
        {recipes.error && <ProblemNotice error={recipes.error} />}
        {start.error && <ProblemNotice error={start.error} />}
        <Group justify="flex-end">
          {!data && (
            <Text size="sm" role="status">
              {t(fields.kind === 'customers' && !fields.itemIds.length ? 'batches.form.nameItems' : 'recipe.broken')}
            </Text>
          )}
          <Button type="submit" disabled={!data} loading={start.isPending}>
            {t('batches.form.start')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

interface CountsProps {
  readonly fields: BatchFields;
  readonly errorAt: ErrorAt;
  readonly onChange: (changed: Partial<BatchFields>) => void;
}

/** How many of what, and where it is shown. A number that is left empty comes to what it is where nobody says it. */
function Counts({ fields, errorAt, onChange }: CountsProps) {
  const { t } = useTranslation();
  const count = (name: 'size' | 'k', most: number) => (
    <NumberField
      label={t(`batches.${name}`)}
      value={fields[name]}
      min={1}
      max={most}
      allowDecimal={false}
      placeholder={`${blankBatch[name]}`}
      error={errorAt(name)}
      onChange={(value = blankBatch[name]) => onChange({ [name]: value })}
    />
  );
  if (fields.kind === 'customers') return count('size', 10_000);
  return (
    <>
      <Select
        label={t('slate.form.surface')}
        data={Surface.options.map((value) => ({ value, label: t(`slate.surface.${value}`) }))}
        value={fields.surface}
        allowDeselect={false}
        onChange={(value) => onChange({ surface: Surface.catch(fields.surface).parse(value) })}
      />
      {count('k', 50)}
    </>
  );
}

/** One order, however often it is sent before it is answered; what was started is shown. */
function useStartBatch() {
  const api = useApi();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const orderIds = useOrderIds();
  const start = useMutation({
    mutationFn: (request: StartSlateBatchRequest) =>
      api.post('/recommendations/batches', StartSlateBatchResponse, request, orderIds.of(request)),
    onSuccess: async ({ batchId }) => {
      orderIds.answered();
      await queries.invalidateQueries({ queryKey: slateBatchesKey });
      await navigate({ to: '/recommendations/batches/$batchId', params: { batchId } });
    },
  });
  return {
    mutate: start.mutate,
    isPending: start.isPending,
    error: start.error,
    /** What the platform found wrong with this very order. */
    refusalsOf: (request: StartSlateBatchRequest) =>
      start.error instanceof ApiError && JSON.stringify(start.variables) === JSON.stringify(request)
        ? start.error.errors
        : [],
  };
}
