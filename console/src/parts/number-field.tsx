import { NumberInput, type NumberInputProps } from '@mantine/core';
import { useState } from 'react';

export interface NumberFieldProps extends Omit<NumberInputProps, 'value' | 'onChange' | 'onBlur'> {
  readonly value: number | undefined;
  readonly onChange: (value: number | undefined) => void;
}

/** A number, or none. What is typed stands, a lone minus or nothing at all, until the field is left: then what it came to. */
export function NumberField({ value, onChange, ...others }: NumberFieldProps) {
  const [typed, setTyped] = useState<string | number>();
  return (
    <NumberInput
      {...others}
      value={typed ?? value ?? ''}
      onChange={(text) => {
        setTyped(text);
        onChange(numberIn(text));
      }}
      onBlur={() => setTyped(undefined)}
    />
  );
}

/** Undefined while what is typed is no number. */
export function numberIn(text: string | number): number | undefined {
  const number = text === '' ? Number.NaN : Number(text);
  return Number.isFinite(number) ? number : undefined;
}
