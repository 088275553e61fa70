import i18next from 'i18next';
import en from '../../../console/src/i18n/en.json' with { type: 'json' };
import zh from '../../../console/src/i18n/zh.json' with { type: 'json' };
import { fieldMessage } from '../../../console/src/parts/field-message.ts';
import { CampaignDefinition } from '../../../core/campaigns/contract.ts';
import { faultsOfCopy } from '../../../core/campaigns/render-message.ts';
import { ClaimStatus } from '../../../core/content/contract.ts';
import { SlateExperimentDraft } from '../../../core/experiments/contract.ts';
import { ListItemsQuery } from '../../../core/items/contract.ts';
import { type FieldError, ValidationError } from '../../../core/platform/errors.ts';
import { fieldErrorsOf } from '../../../core/platform/field-errors.ts';
import { RecipeDraft, RecipeName, UNNAMED_RECIPE } from '../../../core/recommendations/recipe.ts';
import { PreviewRecipeRequest } from '../../../core/recommendations/recipe-contract.ts';
import { readSegment } from '../../../core/segments/compile-segment.ts';
import { UnverifiedClaimsError } from '../../../functions/content/content-errors.ts';
import { putRecipe } from '../../../functions/recommendations/put-recipe.ts';
import { aCampaign } from '../../support/campaigns.ts';

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
  it('is told in both languages of every way in which a text may claim too much', () => {
    const claim = { start: 0, end: 7, text: 'leather', kind: 'material' } as const;
    const statuses = ClaimStatus.exclude(['verified']).options;
    const claims = statuses.flatMap((status) => [
      { ...claim, status },
      { ...claim, status, fact: 'title' },
    ]);
    for (const error of new UnverifiedClaimsError('#/text', claims).errors) {
      expect(fieldMessage(speak('zh'), error)).toMatch(/\p{Script=Han}/u);
      expect(fieldMessage(speak('en'), error)).toContain('leather');
      expect(fieldMessage(speak('en'), error)).not.toBe(error.detail);
    }
  });

  it.each([
    ['name-of-route', RecipeName.safeParse('preview').error],
    ['for-nobody', PreviewRecipeRequest.safeParse({ recipe: { base: 'for-you' } }).error],
    ['ids-and-search', ListItemsQuery.safeParse({ ids: 'a', search: 'lamp' }).error],
  ])('is told in both languages where it is %s', (code, error) => {
    const [first] = fieldErrorsOf(error ?? fail());

    expect(first?.code).toBe(code);
    for (const lng of ['en', 'zh'] as const) {
      const words = first && fieldMessage(speak(lng), first);
      expect(words).not.toBe(first?.detail);
      expect(words).not.toMatch(/\{\{|\$t|field\./);
    }
  });

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

  it.each([
    ['customer.orders', 'filter-kind', '须为条件，却是数字', 'Expected a condition, found a number'],
    ["customer.orders = 'two'", 'filter-unlike', '数字不能与文本比较', 'compares a number with a text'],
    ['now - now > 1', 'filter-kind', '须为时长，却是时刻', 'Expected a duration, found a moment'],
    ['customer.order > 1', 'segment-fact', 'customer.order”', 'customer.orders'],
    ['customer.orders.most > 1', 'filter-no-parts', 'customer.orders', 'customer.orders'],
    ['customer.attributes = 1', 'filter-attribute', '属性', 'attribute'],
    ['customer.orders >', 'filter-unfinished', '过早', 'too early'],
  ])('of a segment is told in it too: %s', (segment, code, chinese, english) => {
    const [error = fail()] = refusedBy(() => readSegment(segment));

    expect(error.code).toBe(code);
    expect(fieldMessage(speak('zh'), error)).toContain(chinese);
    expect(fieldMessage(speak('en'), error)).toContain(english);
  });

  it.each([
    ["category = 'Women'", 'in 或 contains', 'compares a list with a text'],
    ['stock = null', 'is null', 'is null'],
    ['price', '须为条件，却是数字', 'Expected a condition, found a number'],
    ["attributes = 'red'", '属性', 'attributes.tier'],
  ])('of a filter that could never hold is told in it too: %s', (filter, chinese, english) => {
    const [error = fail()] = fieldErrorsOf(RecipeDraft.safeParse({ base: 'for-you', filter }).error ?? fail());

    expect(fieldMessage(speak('zh'), error)).toContain(chinese);
    expect(fieldMessage(speak('en'), error)).toContain(english);
  });

  it('has a name for each kind of value that a segment compares', () => {
    const compared = ["'a'", 'true', 'now', '7d', 'null', '[1]'].map((text) => `customer.spent = ${text}`);

    const words = compared.flatMap((text) =>
      refusedBy(() => readSegment(text)).map((error) => fieldMessage(speak('zh'), error)),
    );

    expect(words).toHaveLength(6);
    expect(words.join()).not.toMatch(/field\.|\$t|boolean|duration/);
  });

  it('of a campaign is told in it too, with the words of whoever read it', () => {
    const { definition } = aCampaign();
    const copy = { ...definition.copy, zh: { ...definition.copy.zh, body: '{{ customer.firstName' } };
    const schedule = { expression: 'rate(1 day)', timeZone: 'Berlin' };
    const inWords = faultsOfCopy({ copy });
    const inSchedule = fieldErrorsOf(CampaignDefinition.safeParse({ ...definition, schedule }).error ?? fail());

    expect([...inWords, ...inSchedule].map(({ code }) => code)).toEqual(['not-liquid', 'no-time-zone']);
    expect(inWords.map((error) => fieldMessage(speak('zh'), error))).toEqual([
      '此处无法按 Liquid 读取，原文：output "{{ customer.firstName" not closed, line:1, col:1',
    ]);
    expect(inSchedule.map((error) => fieldMessage(speak('zh'), error))).toEqual([
      '这不是有效的时区，例如 Europe/Berlin。',
    ]);
  });

  it('of a recipe that serves whoever names none is told in it too', async () => {
    const call = { name: UNNAMED_RECIPE.slates, draft: RecipeDraft.parse({ base: 'related' }), now: new Date() };
    const put = putRecipe('demo', call, {
      standingRecipe: async () => ({ version: 0, recipe: undefined }),
      add: async () => true,
    });
    const [error = fail()] = await put.then(fail, (refusal) =>
      refusal instanceof ValidationError ? refusal.errors : [],
    );

    expect(fieldMessage(speak('en'), error)).toBe(`${error.detail}.`);
    expect(fieldMessage(speak('zh'), error)).toBe(
      '未指定方案的请求由 for-you 服务，而来源为 related 的方案无法为其生成推荐列表。',
    );
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

function refusedBy(read: () => unknown): readonly FieldError[] {
  try {
    read();
  } catch (error) {
    if (error instanceof ValidationError) return error.errors;
  }
  return fail();
}

function fail(): never {
  throw new Error('this draft must not be read');
}
