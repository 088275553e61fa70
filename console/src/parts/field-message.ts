import type { TFunction } from 'i18next';
import type { FieldError } from '../../../core/platform/errors.ts';

/** What is wrong with a field in the console's language; where its code is not known here, in the contract's words. */
export const fieldMessage = (t: TFunction, { code, values, detail }: Omit<FieldError, 'pointer'>): string =>
  code === undefined ? detail : t(`field.${code}`, { ...values, defaultValue: detail });
