import { MantineProvider } from '@mantine/core';
import { createMemoryHistory, createRootRoute, createRouter, RouterContextProvider } from '@tanstack/react-router';
import i18next, { type TFunction } from 'i18next';
import type { ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { initReactI18next } from 'react-i18next';
import en from '../../console/src/i18n/en.json' with { type: 'json' };
import zh from '../../console/src/i18n/zh.json' with { type: 'json' };

/** Links need one to say where they lead. */
const router = createRouter({ routeTree: createRootRoute(), history: createMemoryHistory() });

/** The console's words in one language. */
export const translating = (language: 'en' | 'zh'): Promise<TFunction> =>
  i18next.use(initReactI18next).init({
    resources: { en: { translation: en }, zh: { translation: zh } },
    lng: language,
    interpolation: { escapeValue: false },
  });

/** A part of the console as it first stands on a page, without its styles. */
export async function rendered(part: ReactNode, language: 'en' | 'zh' = 'en'): Promise<string> {
  await translating(language);
  return renderToStaticMarkup(
    <RouterContextProvider router={router}>
      <MantineProvider>{part}</MantineProvider>
    </RouterContextProvider>,
  );
}

/** Its words alone, each element's apart. */
export const wordsOf = (markup: string): string[] =>
  markup
    .replaceAll(/<style.*?<\/style>/gs, '')
    .split(/<[^>]*>/)
    .map((text) => text.trim())
    .filter(Boolean);
