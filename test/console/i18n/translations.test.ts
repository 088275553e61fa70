import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import en from '../../../console/src/i18n/en.json' with { type: 'json' };
import { preferredLanguage } from '../../../console/src/i18n/i18n.ts';
import zh from '../../../console/src/i18n/zh.json' with { type: 'json' };
import { ModelName } from '../../../core/models/names.ts';

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

describe('translations', () => {
  it('have a name for every model, whose key no source writes whole', () => {
    for (const model of ModelName.options) expect([...english.keys()]).toContain(`models.names.${model}`);
  });

  it('have the same keys in both languages', () => {
    expect([...chinese.keys()]).toEqual([...english.keys()]);
  });

  it('have the same values to fill in, and no empty text', () => {
    for (const [key, text] of english) {
      expect({ key, fills: placeholders(chinese.get(key)) }).toEqual({ key, fills: placeholders(text) });
      expect(text.trim() && chinese.get(key)?.trim()).toBeTruthy();
    }
  });

  it('exist for every key that the console uses', () => {
    const all = [...english.keys()];
    const missing = keysUsed().filter(({ key, isWhole }) =>
      isWhole ? !english.has(key) : !all.some((one) => one.startsWith(key)),
    );

    expect(missing).toEqual([]);
    expect(keysUsed().length).toBeGreaterThan(100);
  });

  it('are all used', () => {
    const used = keysUsed();
    const unused = [...english.keys()].filter(
      (key) => !used.some((one) => (one.isWhole ? one.key === key : key.startsWith(one.key))),
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
