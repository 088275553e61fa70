import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { type Language, languageOf } from '../i18n/i18n.ts';
import { createFormats, type Formats } from './formats.ts';

export function useFormats(): Formats & { readonly language: Language } {
  const { i18n } = useTranslation();
  const language = languageOf(i18n.language);
  return useMemo(() => ({ ...createFormats(language), language }), [language]);
}
