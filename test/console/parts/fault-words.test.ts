import i18next from 'i18next';
import en from '../../../console/src/i18n/en.json' with { type: 'json' };
import zh from '../../../console/src/i18n/zh.json' with { type: 'json' };
import { faultWords } from '../../../console/src/parts/fault-words.ts';
import { CampaignRun } from '../../../core/campaigns/contract.ts';
import { Fault, faultText, valuesOf, withFault } from '../../../core/platform/fault.ts';

const speak = (lng: 'en' | 'zh') => {
  const speaker = i18next.createInstance();
  const resources = { en: { translation: en }, zh: { translation: zh } };
  void speaker.init({ resources, lng, initAsync: false, interpolation: { escapeValue: false } });
  return speaker.t;
};
const CODES = Fault.shape.code.options;

describe('why something failed', () => {
  it.each([
    ['en', en],
    ['zh', zh],
  ])('has a sentence for every code that there is, and for no other: %s', (_, { fault }) => {
    expect(Object.keys(fault).sort()).toEqual([...CODES].sort());
  });

  it.each(CODES)('fills in in both languages what was written down: %s', (code) => {
    for (const { fault } of [en, zh]) {
      const filled = [...fault[code].matchAll(/\{\{(\w+)/g)].map(([, name]) => name);
      expect(filled.sort()).toEqual(valuesOf(code).sort());
    }
  });

  it('is told in the language of the console', () => {
    const failed = withFault({
      reason: `BakeFailedError: ${faultText('canary-failed', { errors: 3, invocations: 40 })}`,
    });

    expect(faultWords(speak('en'), failed)).toBe('3 of 40 requests to the canary failed.');
    expect(faultWords(speak('zh'), failed)).toBe('发往金丝雀的 40 个请求中有 3 个失败。');
  });

  it('has its counts as numbers are written', () => {
    const failed = withFault({ reason: faultText('not-reached', { held: 12_345, hours: 46 }) });

    expect(faultWords(speak('en'), failed)).toBe('12,345 customers could not be written to in 46 hours.');
    expect(faultWords(speak('zh'), failed)).toContain('12,345');
    const one = withFault({ reason: faultText('not-reached', { held: 1, hours: 1 }) });
    expect(faultWords(speak('en'), one)).toBe('1 customer could not be written to in 1 hour.');
  });

  it('is told in the words of the machine, which are named so, where nobody here knows more', () => {
    const run = { runId: '20261101t000000z', version: 1, trigger: 'demand', status: 'failed' };
    const says = { code: 'of-a-later-version', values: {} };
    const later = CampaignRun.parse({ ...run, startedAt: '2026-11-01T00:00:00Z', reason: 'Rate exceeded', says });

    expect(faultWords(speak('zh'), later)).toBe('机器的原话：Rate exceeded');
    expect(faultWords(speak('en'), {})).toBeUndefined();
  });

  it('is told in those words alone, not in what carried them', () => {
    const thrown = JSON.stringify({ errorType: 'TypeError', errorMessage: 'fetch "it" failed', trace: ['at ask'] });
    const told = (reason: string) => faultWords(speak('en'), { reason });

    expect(told(`TypeError: ${thrown}`)).toBe('In the machine\'s own words: TypeError: fetch "it" failed');
    expect(told(thrown)).toBe('In the machine\'s own words: fetch "it" failed');
    expect(told(`TypeError: ${thrown.slice(0, -5)}`)).toBe('In the machine\'s own words: TypeError: fetch "it" failed');
    expect(told('AlgorithmError: exit code 1')).toBe("In the machine's own words: AlgorithmError: exit code 1");
  });
});
