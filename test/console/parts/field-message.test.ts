import i18next from 'i18next';
import en from '../../../console/src/i18n/en.json' with { type: 'json' };
import zh from '../../../console/src/i18n/zh.json' with { type: 'json' };
import { fieldMessage } from '../../../console/src/parts/field-message.ts';
import { SlateExperimentDraft } from '../../../core/experiments/contract.ts';
import { fieldErrorsOf } from '../../../core/platform/field-errors.ts';
import { RecipeDraft } from '../../../core/recommendations/recipe.ts';
import { PreviewRecipeRequest } from '../../../core/recommendations/recipe-contract.ts';

const speak = (lng: 'en' | 'zh') => {
  const speaker = i18next.createInstance();
  void speaker.init({
    resources: { en: { translation: en }, zh: { translation: zh } },
    lng,
    initAsync: false,
    interpolation: { escapeValue: false },
  });
  return speaker.t;
};

const broken = {
  base: 'for-you',
  description: 'x'.repeat(501),
  filter: 'price <',
  promotions: [
    { name: 'a' },
    { name: 'a', filter: 'lowest(price) < 1', minSlots: 2, maxSlots: 1 },
    { name: 'a', filter: 'now < date"soon"', startsAt: '2026-02-01T00:00:00Z', endsAt: '2026-01-01T00:00:00Z' },
    { name: '', itemIds: [], percent: 0.5, startsAt: 'soon' },
    { name: 'a', itemIds: Array.from({ length: 21 }, (_, index) => `${index}`) },
  ],
  boosts: [
    { name: 'a', filter: 'prise > 1', strength: 2 },
    { name: 'a', filter: 'brand = "Norra', strength: -2 },
    { name: 'a', filter: 'price ~ 1', strength: 'much' },
    { name: 'a', filter: 'customer = 1', strength: 1 },
  ],
  diversity: [
    { by: 'colour', most: 3, window: 4 },
    { by: 'brand', most: 3, window: 2 },
  ],
  color: 'red',
};

describe('what is wrong with a field', () => {
  it('is told in the language of the console wherever the contract gives a code', () => {
    const errors = fieldErrorsOf(RecipeDraft.safeParse(broken).error ?? fail());
    const [english, chinese] = [speak('en'), speak('zh')];

    expect(new Set(errors.map(({ code }) => code)).size).toBeGreaterThan(15);
    for (const error of errors) {
      expect(error.code).toBeDefined();
      expect(fieldMessage(chinese, error)).toMatch(/\p{Script=Han}/u);
      for (const t of [english, chinese]) expect(fieldMessage(t, error)).not.toMatch(/\{\{|field\./);
    }
  });

  it.each([
    [{ name: 'Spring sale' }, 'no-regex', '/^[a-z0-9][a-z0-9-]{0,47}$/'],
    [{ arms: [{ recipe: 'popular' }, { recipe: 'popular' }] }, 'takes-part-twice', '一次'],
    [{ kind: 'interleaving', arms: arms(3) }, 'not-two-interleaved', '两个'],
    [{ arms: [...arms(2), { recipe: 'told', rewarded: 1 }] }, 'rewarded-above-shown', '获奖励'],
  ])('of an experiment is told in it too: %j', (changed, code, word) => {
    const experiment = { name: 'spring', kind: 'ab', arms: arms(2), ...changed };
    const errors = fieldErrorsOf(SlateExperimentDraft.safeParse(experiment).error ?? fail());

    expect(errors.map((error) => error.code)).toEqual([code]);
    for (const error of errors) expect(fieldMessage(speak('zh'), error)).toContain(word);
  });

  it.each([
    [{ recipe: { base: 'user-segment' } }, 'chooses-customers', '批处理'],
    [{ recipe: { base: 'user-segment', epsilon: 0.1 } }, 'no-say-in-customers', '不起作用'],
    [{ recipe: { base: 'related' } }, 'needs-item', '商品'],
  ])('of a preview is told in it too: %j', (draft, code, word) => {
    const errors = fieldErrorsOf(PreviewRecipeRequest.safeParse({ customerId: 'ann', ...draft }).error ?? fail());

    const [error = fail()] = errors.filter((one) => one.code === code);

    expect(fieldMessage(speak('zh'), error)).toContain(word);
  });

  it('names what was found and where', () => {
    const error = { detail: '', code: 'filter-unexpected', values: { found: '~', position: 6 } };

    expect(fieldMessage(speak('en'), error)).toBe('“~” does not fit here, at position 6.');
    expect(fieldMessage(speak('zh'), error)).toBe('位置 6 处的“~”不合语法。');
  });

  it.each([{ detail: 'as it is' }, { detail: 'as it is', code: 'of-a-later-version' }])(
    'is told as it is where nobody translates it: %j',
    (error) => {
      expect(fieldMessage(speak('zh'), error)).toBe('as it is');
    },
  );
});

function arms(count: number) {
  return Array.from({ length: count }, (_, index) => ({ recipe: `recipe-${index}` }));
}

function fail(): never {
  throw new Error('this draft must not be read');
}
