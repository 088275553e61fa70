import type { TFunction } from 'i18next';
import { faultIn } from '../../../core/platform/fault.ts';
import type { ApiError } from '../api/api-error.ts';

/** What a refusal says, in the console's language; where nothing tells it without one, in the server's own words. */
export function refusalWords(t: TFunction, { says, detail }: Pick<ApiError, 'says' | 'detail'>): string | undefined {
  if (says) return t(`refusal.${says.code}`, { ...says.values, defaultValue: detail });
  const fault = detail === undefined ? undefined : faultIn(detail);
  return fault ? t(`fault.${fault.code}`, fault.values) : detail;
}
