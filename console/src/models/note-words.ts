import type { TFunction } from 'i18next';
import type { EvaluationNote } from '../../../core/models/contract.ts';

/** What a training has to say, in the console's language; where nothing says what it means, in the training's words. */
export const noteWords = (t: TFunction, { says, text }: Omit<EvaluationNote, 'candidate'>): string =>
  says ? t(`run.note.${says.code}`, says.values) : t('run.slates.inItsWords', { text });
