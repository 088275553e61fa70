import type { TFunction } from 'i18next';
import { type Fault, plainReason } from '../../../core/platform/fault.ts';

export interface Reasoned {
  readonly reason?: string | undefined;
  readonly says?: Fault | undefined;
}

/** Why something failed, in the console's language; where nothing says what it means, in the machine's own words. */
export function faultWords(t: TFunction, { reason, says }: Reasoned): string | undefined {
  if (says) return t(`fault.${says.code}`, says.values);
  return reason === undefined ? undefined : t('common.inItsWords', { text: plainReason(reason) });
}
