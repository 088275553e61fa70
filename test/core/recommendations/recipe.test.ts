import { fieldErrorsOf } from '../../../core/platform/field-errors.ts';
import { FilterText, readFilter } from '../../../core/recommendations/filter-text.ts';
import { BUILT_IN, MISSING_FOR, RecipeBase, RecipeDraft, RecipeName } from '../../../core/recommendations/recipe.ts';

function errorsOf(draft: unknown) {
  const result = RecipeDraft.safeParse(draft);
  return result.success ? [] : fieldErrorsOf(result.error);
}

describe('a recipe', () => {
  it('is there for every base, or says what is missing', () => {
    expect([...BUILT_IN.keys(), ...Object.keys(MISSING_FOR)].sort()).toEqual([...RecipeBase.options].sort());
  });

  it('is refused where no slate can be made of its base, in words', () => {
    expect(errorsOf({ base: 'user-segment' })).toEqual([
      expect.objectContaining({
        pointer: '#/base',
        detail: expect.stringContaining('answers with customers, not items'),
      }),
    ]);
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
