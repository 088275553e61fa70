import { Button, Group, Select, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Surface } from '../../../core/recommendations/contract.ts';
import type { CustomerBy, SlateRequest } from '../api/queries.ts';
import { NumberField } from '../parts/number-field.tsx';

const BYS = ['customer', 'anonymous', 'pseudonym'] as const satisfies readonly CustomerBy[];

/** For whom, where and how many; the address takes it over, so that a link shows the same slate. */
export function SlateForm({
  search,
  recipe,
}: {
  /** On the page of a recipe: its name. */
  readonly recipe?: string;
  readonly search: Omit<SlateRequest, 'customer'> & { readonly customer?: string | undefined };
}) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [customer, setCustomer] = useState(search.customer ?? '');
  const [by, setBy] = useState(search.by);
  const go = (changed: Partial<SlateRequest>) => {
    const next = { by, surface: search.surface, k: search.k, customer: customer.trim() || undefined, ...changed };
    const replace = changed.k !== undefined; // a number is typed digit by digit and is one step back, not several
    return recipe === undefined
      ? navigate({ to: '/recommendations', search: next, replace })
      : navigate({
          to: '/recommendations/recipes/$name',
          params: { name: recipe },
          // What the page of a recipe holds besides stays.
          search: (before) => ({ ...before, ...next }),
          replace,
        });
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void go({});
  };
  return (
    <form onSubmit={submit}>
      <Group align="flex-end" gap="sm">
        <TextInput
          label={t('slate.form.customer')}
          value={customer}
          onChange={(event) => setCustomer(event.currentTarget.value)}
          required
          withAsterisk={false}
          style={{ flex: '1 1 200px' }}
        />
        <Select
          label={t('slate.form.by')}
          data={BYS.map((value) => ({ value, label: t(`slate.by.${value}`) }))}
          value={by}
          allowDeselect={false}
          onChange={(value) => setBy(BYS.find((one) => one === value) ?? 'customer')}
          style={{ flex: '0 1 160px' }}
        />
        <Select
          label={t('slate.form.surface')}
          data={Surface.options.map((value) => ({ value, label: t(`slate.surface.${value}`) }))}
          value={search.surface}
          allowDeselect={false}
          onChange={(value) => void go({ surface: Surface.catch('home').parse(value) })}
          style={{ flex: '0 1 128px' }}
        />
        <NumberField
          label={t('slate.form.k')}
          value={search.k}
          min={1}
          max={50}
          clampBehavior="strict"
          allowDecimal={false}
          onChange={(k) => k !== undefined && void go({ k })}
          hideControls
          style={{ flex: '0 1 88px' }}
        />
        <Button type="submit">{t('slate.form.show')}</Button>
      </Group>
    </form>
  );
}
