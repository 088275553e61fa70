import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Plain } from '../../../core/recommendations/filter/rows.ts';
import { NumberField } from '../parts/number-field.tsx';
import { useFormats } from '../parts/use-formats.ts';
import { useCurrency } from './filter-queries.ts';

export interface MeasuredInputProps {
  readonly label: string;
  readonly value: Plain | undefined;
  readonly onChange: (value: Plain | undefined) => void;
}

/** A number; money in the currency's own units, while the filter counts its smallest. */
export function AmountInput({ isMoney, label, value, onChange }: MeasuredInputProps & { readonly isMoney: boolean }) {
  const { t } = useTranslation();
  const currency = useCurrency();
  const { digitsOf } = useFormats();
  const digits = isMoney && currency !== undefined ? digitsOf(currency) : 0;
  return (
    <NumberField
      size="xs"
      aria-label={label}
      placeholder={t('filters.number')}
      suffix={isMoney && currency !== undefined ? ` ${currency}` : undefined}
      decimalScale={isMoney ? digits : undefined}
      value={typeof value === 'number' ? value / 10 ** digits : undefined}
      onChange={(typed) => onChange(typed === undefined || !isMoney ? typed : Math.round(typed * 10 ** digits))}
    />
  );
}

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

type Unit = 'days' | 'hours';

/** Days, unless it is no whole number of them. Hours stay hours: on the way to 245 somebody types 24. */
export const unitFor = (durationMs: number | undefined, before: Unit): Unit =>
  before === 'hours' || (durationMs !== undefined && durationMs % DAY_MS) ? 'hours' : 'days';

/** How long before now. */
export function StretchInput({ label, value, onChange }: MeasuredInputProps) {
  const { t } = useTranslation();
  const durationMs = typeof value === 'object' && 'durationMs' in value ? value.durationMs : undefined;
  const [before, setBefore] = useState<Unit>('days');
  const unit = unitFor(durationMs, before);
  if (unit !== before) setBefore(unit);
  const unitMs = unit === 'days' ? DAY_MS : HOUR_MS;
  return (
    <NumberField
      size="xs"
      aria-label={label}
      suffix={` ${t(`filters.unit.${unit}`)}`}
      min={0}
      allowDecimal={unit === 'hours'}
      value={durationMs === undefined ? undefined : durationMs / unitMs}
      onChange={(count) =>
        onChange(count === undefined ? undefined : { durationMs: Math.round(count * 60) * (unitMs / 60) })
      }
    />
  );
}

/** A day of UTC, as a filter reads it; with its time where one is written. */
export function MomentInput({ label, value, onChange }: MeasuredInputProps) {
  const time = typeof value === 'object' && 'time' in value ? value.time : Date.parse(String(value ?? ''));
  const iso = Number.isNaN(time) ? '' : new Date(time).toISOString();
  const isDay = !iso || time % DAY_MS === 0;
  return (
    <TextInput
      size="xs"
      type={isDay ? 'date' : 'datetime-local'}
      aria-label={label}
      value={iso.slice(0, isDay ? 10 : 16)}
      onChange={({ currentTarget }) => {
        const typed = Date.parse(isDay ? currentTarget.value : `${currentTarget.value}Z`);
        onChange(Number.isNaN(typed) ? undefined : { time: typed });
      }}
    />
  );
}
