import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import en from './en.json' with { type: 'json' };
import zh from './zh.json' with { type: 'json' };

export const LANGUAGES = ['en', 'zh'] as const;
export type Language = (typeof LANGUAGES)[number];

const KEY = 'perennial.language';

/** Both languages come with the first load: they are small, and switching is then at once. */
export async function startTranslations(): Promise<void> {
  await i18next.use(initReactI18next).init({
    resources: { en: { translation: en }, zh: { translation: zh } },
    lng: preferredLanguage(localStorage.getItem(KEY), navigator.languages),
    fallbackLng: 'en',
    interpolation: { escapeValue: false },
  });
  tellDocument(languageOf(i18next.language));
}

export function preferredLanguage(stored: string | null, wished: readonly string[]): Language {
  const known = [stored ?? '', ...wished].map((tag) => LANGUAGES.find((language) => tag.startsWith(language)));
  return known.find((language) => language !== undefined) ?? 'en';
}

export async function changeLanguage(language: Language): Promise<void> {
  localStorage.setItem(KEY, language);
  await i18next.changeLanguage(language);
  tellDocument(language);
}

export const languageOf = (tag: string): Language => (tag.startsWith('zh') ? 'zh' : 'en');

function tellDocument(language: Language): void {
  document.documentElement.lang = language === 'zh' ? 'zh-Hans' : 'en';
}
