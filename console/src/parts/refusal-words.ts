import type { TFunction } from 'i18next';
import type { ApiError } from '../api/api-error.ts';

/**
 * What a refusal says, in the console's language; where nothing tells it without one, in the server's own words. What a
 * workflow fails with may refuse a request as well.
 */
export function refusalWords(t: TFunction, { says, detail }: Pick<ApiError, 'says' | 'detail'>): string | undefined {
  if (!says) return detail;
  return t([`refusal.${says.code}`, `fault.${says.code}`], { ...says.values, defaultValue: detail });
}
