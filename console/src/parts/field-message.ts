import type { TFunction } from 'i18next';
import type { FieldError } from '../../../core/platform/errors.ts';
import { pointerOf } from '../../../core/platform/field-errors.ts';

/** What is wrong with a field, in words, by its path. */
export type ErrorAt = (...path: (string | number)[]) => string | undefined;

/** What is wrong with a field in the console's language; where its code is not known here, in the contract's words. */
export const fieldMessage = (t: TFunction, { code, values, detail }: Omit<FieldError, 'pointer'>): string =>
  code === undefined ? detail : t(`field.${code}`, { ...values, defaultValue: detail });

/** What is wrong with a field or anything in it, by its path. */
export function errorOf(errors: readonly FieldError[], path: readonly PropertyKey[]): FieldError | undefined {
  const at = pointerOf(path);
  return errors.find(({ pointer }) => pointer === at || pointer.startsWith(`${at}/`));
}

/** The same in the console's language. */
export const errorsAt =
  (t: TFunction, errors: readonly FieldError[]): ErrorAt =>
  (...path) => {
    const error = errorOf(errors, path);
    return error && fieldMessage(t, error);
  };
