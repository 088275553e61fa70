import i18next from 'i18next';
import { ApiError } from '../../../console/src/api/api-error.ts';
import en from '../../../console/src/i18n/en.json' with { type: 'json' };
import zh from '../../../console/src/i18n/zh.json' with { type: 'json' };
import { refusalWords } from '../../../console/src/parts/refusal-words.ts';
import { Fault, fault } from '../../../core/platform/fault.ts';
import { REFUSAL_CODES, refusal, refusalValues } from '../../../core/platform/refusal.ts';

const speak = (lng: 'en' | 'zh') => {
  const speaker = i18next.createInstance();
  const resources = { en: { translation: en }, zh: { translation: zh } };
  void speaker.init({ resources, lng, initAsync: false, interpolation: { escapeValue: false } });
  return speaker.t;
};
const refused = ({ text: detail, says }: ReturnType<typeof refusal>) => new ApiError('refused', 409, { detail, says });

describe('what a refusal says', () => {
  it.each([
    ['en', en],
    ['zh', zh],
  ])('has a sentence for every code that there is, and for no other: %s', (_, { refusal: sentences }) => {
    expect(Object.keys(sentences).sort()).toEqual([...REFUSAL_CODES].sort());
  });

  it.each(REFUSAL_CODES)('fills in in both languages what was written down: %s', (code) => {
    for (const { refusal: sentences } of [en, zh]) {
      const filled = [...sentences[code].matchAll(/\{\{(\w+)/g)].map(([, name]) => name);
      expect(filled.sort()).toEqual(refusalValues(code).sort());
    }
  });

  it('is told in the language of the console', () => {
    const overtaken = refused(refusal('recipe-overtaken', { name: 'spring', version: 4 }));

    expect(refusalWords(speak('en'), overtaken)).toContain('spring is at version 4 by now');
    expect(refusalWords(speak('zh'), overtaken)).toContain('spring 目前为版本 4。');
  });

  it('names places and states as the console does', () => {
    const surface = refused(refusal('experiment-overtaken', { surface: 'home' }));
    const status = refused(refusal('not-a-draft', { status: 'published' }));

    expect(refusalWords(speak('zh'), surface)).toContain('首页');
    expect(refusalWords(speak('zh'), status)).toContain(zh.content.status.published);
    expect(refusalWords(speak('en'), status)).toContain('this text is: Published.');
  });

  it('is told so too where it is what a workflow says when it fails', () => {
    const gone = refused(fault('no-version', { version: 'v-7', model: 'purchase' }));

    expect(gone.detail).toBe('There is no version v-7 of purchase');
    expect(refusalWords(speak('zh'), gone)).toBe(
      zh.fault['no-version'].replace('{{version}}', 'v-7').replace('{{model}}', 'purchase'),
    );
    expect(refusalWords(speak('zh'), refused(fault('texts-asleep', {})))).toBe(zh.fault['texts-asleep']);
  });

  it('means one thing by a code, whether a workflow fails with it or a request is refused', () => {
    const refusals: readonly string[] = REFUSAL_CODES;

    expect(Fault.shape.code.options.filter((code) => refusals.includes(code))).toEqual([]);
  });

  it('is told in the words of the server where nobody here knows more', () => {
    const says = { code: 'of-a-later-version', values: {} };

    expect(refusalWords(speak('zh'), { detail: 'Not today', says })).toBe('Not today');
    expect(refusalWords(speak('zh'), { detail: 'Not today', says: undefined })).toBe('Not today');
    expect(refusalWords(speak('zh'), { detail: undefined, says: undefined })).toBeUndefined();
  });
});
