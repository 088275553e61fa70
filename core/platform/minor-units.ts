/** How many digits of a currency are minor units, where it is not two (ISO 4217). */
const DIGITS: Readonly<Record<string, number>> = {
  BIF: 0,
  CLP: 0,
  DJF: 0,
  GNF: 0,
  ISK: 0,
  JPY: 0,
  KMF: 0,
  KRW: 0,
  PYG: 0,
  RWF: 0,
  UGX: 0,
  VND: 0,
  VUV: 0,
  XAF: 0,
  XOF: 0,
  XPF: 0,
  BHD: 3,
  IQD: 3,
  JOD: 3,
  KWD: 3,
  LYD: 3,
  OMR: 3,
  TND: 3,
};

/** 12.3 EUR → 1230; 12.3 JPY → 12. */
export function toMinorUnits(amount: number, currency: string): number {
  const minor = Math.round(amount * 10 ** (DIGITS[currency] ?? 2));
  return Number.isSafeInteger(minor) ? minor : 0;
}

/** 1230 EUR → `12.30 EUR`; 12 JPY → `12 JPY`. */
export const writtenMoney = (minor: number, currency: string): string =>
  `${toMajorUnits(minor, currency).toFixed(DIGITS[currency] ?? 2)} ${currency}`;

/** 1230 EUR → 12.3; for showing, never for counting. */
export const toMajorUnits = (minor: number, currency: string): number => minor / 10 ** (DIGITS[currency] ?? 2);
