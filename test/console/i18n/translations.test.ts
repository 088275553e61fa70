import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import en from '../../../console/src/i18n/en.json' with { type: 'json' };
import { preferredLanguage } from '../../../console/src/i18n/i18n.ts';
import zh from '../../../console/src/i18n/zh.json' with { type: 'json' };
import { ModelName } from '../../../core/models/names.ts';
import { translating } from '../../support/rendered.tsx';

const SOURCE = 'console/src';
const isTree = (node: unknown): node is Record<string, unknown> => typeof node === 'object' && node !== null;

function textsOf(tree: object, prefix = ''): Map<string, string> {
  const entries = Object.entries(tree).flatMap(([name, value]): [string, string][] =>
    isTree(value) ? [...textsOf(value, `${prefix}${name}.`)] : [[`${prefix}${name}`, String(value)]],
  );
  return new Map(entries);
}

const english = textsOf(en);
const chinese = textsOf(zh);
/** Beside the text of any number, which Chinese has alone, English has some of one. */
const ofOne = [...english.keys()].filter((key) => key.endsWith('_one'));
const plain = (key: string) => key.replace(/_one$/, '');
const keys = [...english.keys()].filter((key) => !ofOne.includes(key));
const placeholders = (text = '') => [...text.matchAll(/\{\{(\w+)/g)].map(([, name]) => name).sort();
const sources = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.tsx?$/.test(file))
  .map((file) => readFileSync(join(SOURCE, file), 'utf8'));
const AREAS = Object.keys(en).join('|');

/** Every string that looks like a key of ours, whole or up to its first `${…}`. */
const keysUsed = () =>
  sources.flatMap((source) =>
    [...source.matchAll(new RegExp(`['\`]((?:${AREAS})\\.[A-Za-z0-9.-]*)(['\`$])`, 'g'))].map(([, key = '', end]) => ({
      key,
      isWhole: end !== '$',
    })),
  );

/** Keys that texts bring in by themselves. */
const keysNested = [...english.values()].flatMap((text) =>
  [...text.matchAll(/\$t\(([\w.-]+)/g)].map(([, key = '']) => key),
);

describe('translations', () => {
  it('have a name for every model, whose key no source writes whole', () => {
    for (const model of ModelName.options) expect([...english.keys()]).toContain(`models.names.${model}`);
  });

  it('have the same keys in both languages', () => {
    expect([...chinese.keys()]).toEqual(keys);
  });

  it('have the same values to fill in, and no empty text', () => {
    for (const [key, text] of english) {
      const other = chinese.get(plain(key));
      expect({ key, fills: placeholders(other) }).toEqual({ key, fills: placeholders(text) });
      expect(text.trim() && other?.trim()).toBeTruthy();
    }
  });

  it('speak of one in English as of one, by the rules that the platform has for plurals', async () => {
    for (const language of ['en', 'zh'] as const) {
      const t = await translating(language);
      expect(new Intl.PluralRules(language).resolvedOptions().pluralCategories.includes('one')).toBe(language === 'en');
      for (const key of ofOne.map(plain)) {
        const [one, two] = [1, 2].map((count) => t(key, { count, skipInterpolation: true }));
        expect({ key, isAlike: one === two }).toEqual({ key, isAlike: language === 'zh' });
        expect(two).toBe((language === 'en' ? english : chinese).get(key));
      }
    }
    expect(ofOne.length).toBeGreaterThan(30);
  });

  it('have nouns that count themselves where a text has two numbers', async () => {
    const t = await translating('en');
    const said = (found: string, expected: string) => t('fault.scores-missing', { found, expected });

    expect(said('1', '20')).toContain(': 1 score came for 20 items.');
    expect(said('1200', '1')).toContain(': 1,200 scores came for 1 item.');
    expect(t('run.graph.progress', { done: 0, all: 1, count: 1 })).toBe('0 of 1 part done');
    expect(t('field.too-big-string', { most: '1' })).toBe('Write at most 1 character.');
  });

  it('call customers by one word in Chinese', () => {
    const other = [...chinese].filter(([, text]) => /客户(?!端)/.test(text));

    expect(other).toEqual([]);
  });

  it('exist for every key that the console uses', () => {
    const missing = keysUsed().filter(({ key, isWhole }) =>
      isWhole ? !english.has(key) : !keys.some((one) => one.startsWith(key)),
    );

    expect(missing).toEqual([]);
    expect(keysUsed().length).toBeGreaterThan(100);
  });

  it('are all used', () => {
    const used = keysUsed();
    const unused = keys.filter(
      (key) =>
        !keysNested.includes(key) && !used.some((one) => (one.isWhole ? one.key === key : key.startsWith(one.key))),
    );

    expect(unused).toEqual([]);
  });
});

describe('preferredLanguage', () => {
  it('is the one chosen before, else the first wish that exists, else English', () => {
    expect(preferredLanguage('zh', ['en-GB'])).toBe('zh');
    expect(preferredLanguage(null, ['nb-NO', 'zh-TW', 'en'])).toBe('zh');
    expect(preferredLanguage(null, ['nb-NO'])).toBe('en');
  });
});
