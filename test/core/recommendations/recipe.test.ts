import { fieldErrorsOf } from '../../../core/platform/field-errors.ts';
import { FilterText, readFilter } from '../../../core/recommendations/filter-text.ts';
import { BUILT_IN, Recipe, RecipeBase, RecipeDraft, RecipeName } from '../../../core/recommendations/recipe.ts';

function errorsOf(draft: unknown) {
  const result = RecipeDraft.safeParse(draft);
  return result.success ? [] : fieldErrorsOf(result.error);
}

describe('a recipe', () => {
  it('is there for every base, as a shop would write it', () => {
    expect([...BUILT_IN.keys()].sort()).toEqual([...RecipeBase.options].sort());
    for (const [name, recipe] of BUILT_IN)
      expect(recipe).toEqual({ ...RecipeDraft.parse({ base: name }), name, version: 0 });
  });

  it('that chooses customers says by which items, and is refused where it says what has no say in that', () => {
    const heard = { filter: 'price > 5', boosts: [{ name: 'own', filter: 'brand = "Norra"', strength: 0.2 }] };
    const unheard = {
      promotions: [{ name: 'a', itemIds: ['lamp'] }],
      diversity: [{ by: 'brand', most: 1, window: 2 }],
      eventWeights: { view: 2 },
      minEventPrice: 100,
      isReranked: false,
      epsilon: 0.1,
    };

    expect(errorsOf({ base: 'user-segment', ...heard, exclude: { purchased: true } })).toEqual([]);
    expect(errorsOf({ base: 'user-segment', ...heard, ...unheard })).toEqual(
      Object.keys(unheard).map((field) => ({
        pointer: `#/${field}`,
        detail: expect.stringContaining('no say'),
        code: 'no-say-in-customers',
      })),
    );
    expect(errorsOf({ base: 'for-you', ...unheard })).toEqual([]);
  });

  it('that was kept before chance was said is read with the usual one', () => {
    const { epsilon: _, ...kept } = BUILT_IN.get('for-you') ?? fail();

    expect(Recipe.parse(kept).epsilon).toBe(0.1);
  });

  it('names each bad rule by a pointer, and where its filter cannot be read', () => {
    const errors = errorsOf({
      base: 'for-you',
      filter: 'price <',
      boosts: [{ name: 'dear', filter: 'prise > 10', strength: 0.5 }],
      diversity: [{ by: 'brand', most: 3, window: 2 }],
    });

    expect(errors).toMatchObject([
      { pointer: '#/filter', detail: expect.stringMatching(/found the end at position 7$/) },
      { pointer: '#/boosts/0/filter', detail: expect.stringMatching(/^item has no "prise".* at position 0$/) },
      { pointer: '#/diversity/0/most', detail: 'most is above the window' },
    ]);
  });

  it('excludes what its base does, unless it says otherwise', () => {
    const all = { purchased: true, inBasket: true, outOfStock: true };
    const excludedBy = (draft: object) => RecipeDraft.parse(draft).exclude;

    expect(excludedBy({ base: 'for-you' })).toEqual(all);
    expect(excludedBy({ base: 'buy-again' })).toEqual({ ...all, purchased: false });
    expect(excludedBy({ base: 'next-best-action' })).toEqual({ ...all, purchased: false, inBasket: false });
    expect(excludedBy({ base: 'user-segment' })).toEqual({ purchased: false, inBasket: false, outOfStock: false });
    expect(excludedBy({ base: 'buy-again', exclude: { outOfStock: false } })).toEqual({
      ...{ purchased: false, inBasket: true, outOfStock: false },
    });
    expect(excludedBy({ base: 'buy-again', exclude: { purchased: true } })).toEqual(all);
    for (const { base, exclude } of BUILT_IN.values()) expect(exclude).toEqual(excludedBy({ base }));
  });

  it('says what is wrong by a code too, with what the words fill in', () => {
    const errors = errorsOf({
      base: 'for-you',
      filter: 'price <',
      boosts: [
        { name: '', filter: 'prise > 10', strength: 2 },
        { name: 'a', filter: 'lowest(price) < 1', strength: 0 },
        { name: 'a', filter: 'brand = "Norra', strength: 0 },
      ],
      promotions: [
        { name: 'a' },
        { name: 'a', filter: 'price ~ 1', minSlots: 2, maxSlots: 1 },
        { name: 'a', itemIds: [], startsAt: 'soon' },
      ],
      diversity: [{ by: 'colour', most: 3, window: 2 }],
      epsilon: 'much',
      color: 'red',
    });

    expect(errors.find(({ code }) => code === 'no-datetime')?.detail).toContain('2026-12-24T08:00:00Z');
    const told = errors.map(({ pointer, code, values }) => [pointer, code, values]);
    expect(told).toEqual(
      expect.arrayContaining([
        ['#/filter', 'filter-unfinished', { position: 7 }],
        ['#/boosts/0/name', 'too-small-string', { least: '1' }],
        ['#/boosts/0/filter', 'filter-field', expect.objectContaining({ position: 0, root: 'item', name: 'prise' })],
        ['#/boosts/0/strength', 'too-big-number', { most: '1' }],
        ['#/boosts/1/filter', 'filter-function', expect.objectContaining({ name: 'lowest' })],
        ['#/boosts/2/filter', 'filter-quote', { quote: '"', position: 8 }],
        ['#/promotions/0/filter', 'promotes-nothing', undefined],
        ['#/promotions/1/filter', 'filter-unexpected', { found: '~', position: 6 }],
        ['#/promotions/2/itemIds', 'too-small-array', { least: '1' }],
        ['#/promotions/2/startsAt', 'no-datetime', undefined],
        ['#/diversity/0/by', 'not-one-of', { options: 'brand, category' }],
        ['#/epsilon', 'not-number', undefined],
        ['#/color', 'unknown-field', undefined],
      ]),
    );
  });

  it('is refused where one of its filters could never hold, and is read where it was written before that was asked', () => {
    const draft = {
      base: 'for-you',
      filter: "category = 'Women'",
      boosts: [{ name: 'a', filter: "price < '20'", strength: 1 }],
      promotions: [
        { name: 'a', itemIds: ['lamp'] },
        { name: 'b', filter: 'stock' },
      ],
    };

    const kept = { ...RecipeDraft.parse({ base: 'for-you' }), name: 'old', version: 1, filter: draft.filter };

    expect(errorsOf(draft).map(({ pointer, code }) => [pointer, code])).toEqual([
      ['#/filter', 'filter-list'],
      ['#/promotions/1/filter', 'filter-kind'],
      ['#/boosts/0/filter', 'filter-unlike'],
    ]);
    expect(Recipe.parse(kept)).toEqual(kept);
  });

  it('cannot take the name of a route', () => {
    expect(RecipeName.safeParse('preview').success).toBe(false);
    expect(RecipeName.safeParse('Spring Sale').success).toBe(false);
    expect(RecipeName.safeParse('spring-sale').success).toBe(true);
  });
});

describe('the names that a filter may use', () => {
  it.each([
    'price < 2000 and brand in customer.brands',
    'context.surface = "home"',
    'attributes.colour = "red"',
    'attributes.market = customer.attributes.country',
    'days_since(firstSeenAt) < 30',
  ])('are known in %s', (text) => {
    expect(FilterText.safeParse(text).success).toBe(true);
  });

  it.each([
    ['customer.email = "a"', 0],
    ['price < 1 or context.weather = "rain"', 13],
    ['   prise > 10', 3],
    ['not (brand = "a" and size(customer.orders) > 1)', 26],
  ])('are refused where they stand in %s', (text, position) => {
    expect(() => readFilter(text)).toThrow(expect.objectContaining({ position }));
  });
});
