import { Language } from '../../../core/campaigns/contract.ts';

const NAMES: Readonly<Record<Language, string>> = { en: 'English', zh: '中文' };

/** Of a message; languages are called in themselves, whatever the console speaks. */
export const LANGUAGE_CHOICES = Language.options.map((value) => ({ value, label: NAMES[value] }));
