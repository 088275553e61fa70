import i18next from 'i18next';
import en from '../../../console/src/i18n/en.json' with { type: 'json' };
import zh from '../../../console/src/i18n/zh.json' with { type: 'json' };
import { noteWords } from '../../../console/src/models/note-words.ts';
import { EvaluationNote } from '../../../core/models/contract.ts';
import { TrainingNote } from '../../../core/models/training-note.ts';

const speak = (lng: 'en' | 'zh') => {
  const speaker = i18next.createInstance();
  const resources = { en: { translation: en }, zh: { translation: zh } };
  void speaker.init({ resources, lng, initAsync: false, interpolation: { escapeValue: false } });
  return speaker.t;
};
const CODES = TrainingNote.options.map(({ shape }) => ({
  code: shape.code.value,
  values: Object.keys(shape.values.shape),
}));

describe('what a training says', () => {
  it.each([
    ['en', en],
    ['zh', zh],
  ])('has a sentence for every code that there is, and for no other: %s', (_, { run: { note } }) => {
    expect(Object.keys(note).sort()).toEqual(CODES.map(({ code }) => code).sort());
  });

  it.each(CODES)('fills in in both languages what the contract promises: $code', ({ code, values }) => {
    for (const { run } of [en, zh]) {
      const filled = [...(run.note[code].matchAll(/\{\{(\w+)/g) ?? [])].map(([, name]) => name);
      expect(new Set(filled)).toEqual(new Set(values));
    }
  });

  it('is told in the language of the console, with its numbers written out', () => {
    const values = { winner: 'blend', best: 'linear', ratio: 1.0987654, low: 1, high: 1.2 };
    const note = { text: 'blend against linear', says: { code: 'blend-better', values } } as const;

    expect(noteWords(speak('en'), note)).toContain('1.099 times the NDCG of linear');
    expect(noteWords(speak('en'), note)).toContain('1.000 … 1.200');
    expect(noteWords(speak('zh'), note)).toContain('linear 的 1.099 倍');
    const few = { text: '', says: { code: 'too-few-to-blend', values: { questions: 1234 } } } as const;
    expect(noteWords(speak('en'), few)).toContain('(1,234)');
  });

  it.each([{}, { says: { code: 'of-a-later-version', values: {} } }])(
    'is told in the words of the training where nobody here knows more: %j',
    (says) => {
      const note = EvaluationNote.parse({ candidate: 'search', text: 'as it is', ...says });

      expect(noteWords(speak('zh'), note)).toBe('训练的原话：as it is');
    },
  );
});
