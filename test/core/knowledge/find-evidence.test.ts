import { answerability } from '../../../core/knowledge/answerability.ts';
import { findEvidence, type Question } from '../../../core/knowledge/find-evidence.ts';
import { buildIndex } from '../../../core/knowledge/knowledge-index.ts';
import { languageOf, stem, termsOf } from '../../../core/knowledge/words.ts';
import { aStoredDocument } from '../../support/knowledge.ts';

const returns = aStoredDocument();
const parking = aStoredDocument({
  id: 'parking',
  title: 'Parking',
  text: 'Guests park behind the building for 2 hours.',
});
const zhReturns = aStoredDocument({ id: 'zh', language: 'zh', title: '退货', text: '签收后七天内可以退货。' });
const index = buildIndex(1, [returns, parking, zhReturns]);
const ask = (text: string, given: Partial<Question> = {}) =>
  findEvidence(index, { text, language: languageOf(text), ...given });

describe('findEvidence', () => {
  it('finds a sentence that says it in other words', () => {
    expect(ask('how long may I send a coat back?')[0]?.found.document.id).toBe('returns');
  });

  it('answers in the language of the question', () => {
    const [best] = ask('几天内可以退？');

    expect(best?.found.document.id).toBe('zh');
  });

  it('quotes the other language where the shop wrote nothing in the customer’s', () => {
    const english = buildIndex(1, [returns]);

    expect(findEvidence(english, { text: '可以退货吗', language: 'zh' })[0]?.found.document.id).toBe('returns');
  });

  it('finds nothing in an empty shop and nothing for an empty question', () => {
    expect(findEvidence(buildIndex(0, []), { text: 'returns?', language: 'en' })).toEqual([]);
    expect(ask('and the of')).toEqual([]);
  });

  it('takes an answered question for more likely than one that nobody wrote an answer to', () => {
    const signsOf = (text: string) =>
      ask(text)[0]?.signs ?? { coverage: 0, unheard: 1, concepts: 0, similarity: 0, fact: 0 };

    expect(answerability('en', signsOf('Can I return an item?'))).toBeGreaterThan(0.5);
    expect(answerability('en', signsOf('Do you sell submarines to pirates?'))).toBeLessThan(0.25);
  });
});

describe('words', () => {
  it('takes forms of one word for one', () => {
    expect(new Set(['return', 'returns', 'returned', 'returning'].map(stem)).size).toBe(1);
    expect(stem('policies')).toBe(stem('policy'));
  });

  it('knows a concept by its phrase, also with words between', () => {
    const keys = termsOf('may I send these boots back').map(({ key }) => key);

    expect(keys).toContain('c:return');
  });

  it('tells the languages apart', () => {
    expect([languageOf('where is it'), languageOf('在哪里 iPhone'), languageOf('123')]).toEqual(['en', 'zh', 'en']);
  });
});
