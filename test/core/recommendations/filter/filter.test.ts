import fc from 'fast-check';
import { compileFilter, type FilterScope } from '../../../../core/recommendations/filter/compile-filter.ts';
import { FilterSyntaxError } from '../../../../core/recommendations/filter/grammar.ts';
import { parseFilter } from '../../../../core/recommendations/filter/parse-filter.ts';
import { printFilter } from '../../../../core/recommendations/filter/print-filter.ts';
import { FilterText, SentFilterText } from '../../../../core/recommendations/filter-text.ts';
import { anExpression, aScope, interpret } from './naive-interpreter.ts';

const scope = (item: FilterScope['item'], rest: Partial<FilterScope> = {}): FilterScope => ({
  item,
  customer: {},
  context: {},
  now: Date.parse('2026-03-01T00:00:00Z'),
  ...rest,
});
const meets = (text: string, item: FilterScope['item'], rest: Partial<FilterScope> = {}) =>
  compileFilter(parseFilter(text))(scope(item, rest));

describe('a filter', () => {
  it.each([
    ["brand = 'Norra' and price < 5000", { brand: 'Norra', price: 4_000 }, true],
    ["brand = 'Norra' and price < 5000", { brand: 'Norra', price: 6_000 }, false],
    ["item.brand in ['Norra', 'Pogo']", { brand: 'Pogo' }, true],
    ["brand not in ['Norra']", { brand: 'Pogo' }, true],
    ["category contains 'Shoes'", { category: ['Women', 'Shoes'] }, true],
    ["title contains 'LINEN'", { title: 'A linen shirt' }, true],
    ['price between 1000 and 2000', { price: 2_000 }, true],
    ['not price between 1000 and 2000', { price: 2_001 }, true],
    ["attributes.colour = 'navy' or isNew", { attributes: { colour: 'navy' } }, true],
    ['isNew = true', { isNew: true }, true],
    ["updatedAt >= date'2026-02-01'", { updatedAt: '2026-02-03T10:00:00Z' }, true],
    ['updatedAt > now - 7d', { updatedAt: '2026-02-03T10:00:00Z' }, false],
    ['days_since(updatedAt) < 30', { updatedAt: '2026-02-03T10:00:00Z' }, true],
    ['price * 2 + 1 = 21', { price: 10 }, true],
    ['size(category) = 2', { category: ['a', 'b'] }, true],
    ["attributes.'screen size' = '6'", { attributes: { 'screen size': '6' } }, true],
    ["item.attributes.\"o'clock\" = '12'", { attributes: { "o'clock": '12' } }, true],
    ['number(attributes.weight) between 9 and 11', { attributes: { weight: '10' } }, true],
    ['number(attributes.weight) > 9', { attributes: { weight: 'heavy' } }, false],
    ["lower(coalesce(nickname, title)) = 'ox'", { title: 'OX' }, true],
    ['stock is null', {}, true],
    ['stock is not null', { stock: 0 }, true],
  ])('%s', (text, item, expected) => {
    expect(meets(text, item)).toBe(expected);
  });

  it('sees the customer and the request', () => {
    const customer = { attributes: { country: 'CN' }, brands: ['Pogo'] };
    const rest = { customer, context: { surface: 'basket' } };

    expect(
      meets(
        "brand in customer.brands and customer.attributes.country = 'CN' and context.surface = 'basket'",
        { brand: 'Pogo' },
        rest,
      ),
    ).toBe(true);
  });

  it('is not met by a missing value, and its negation is', () => {
    expect([meets('price < 20', {}), meets('not price < 20', {})]).toEqual([false, true]);
  });

  it('compares nothing across kinds, divides by nothing and reaches no prototype', () => {
    expect(meets("price < 'a'", { price: 1 })).toBe(false);
    expect(meets('1 / 0 > 0', {})).toBe(false);
    expect(meets('constructor is null and toString is null', {})).toBe(true);
  });

  it('binds "and" before "or" and "not" before "and"', () => {
    expect(meets('true or false and false', {})).toBe(true);
    expect(meets('not false and false', {})).toBe(false);
  });
});

describe('a filter that does not read', () => {
  it.each([
    ['price <', 7, 'expected a value'],
    ['price < 5 brand', 10, 'expected "and", "or" or the end'],
    ["brand = 'Norra", 8, 'not closed'],
    ['brand in [1, 2', 14, 'expected "]"'],
    ['price ~ 3', 6, 'means nothing'],
    ['upper(brand)', 0, 'not a function'],
    ['size(a, b)', 0, 'takes 1'],
    ['customer = 1', 0, 'such as customer.attributes.country'],
    ['1 = item', 4, 'such as item.price'],
    ['context = 1', 0, 'such as context.surface'],
    ["date'soon' < now", 0, 'not a date'],
    ['price not 5', 10, '"in", "contains" or "between"'],
    ['', 0, 'found the end'],
    ['price > 5 and 🎉', 14, '"🎉" means nothing'],
    ['attributes.5 = 1', 11, 'the name of a field'],
  ])('%s names position %i', (text, position, words) => {
    const read = () => parseFilter(text);

    expect(read).toThrow(FilterSyntaxError);
    expect(read).toThrow(words);
    expect(read).toThrow(expect.objectContaining({ position }));
  });

  it('is refused, not overflowed, when it nests without end', () => {
    expect(() => parseFilter(`${'('.repeat(1_900)}1${')'.repeat(1_900)}`)).toThrow('nested deeper');
    expect(() => parseFilter(`${'not '.repeat(900)}true`)).toThrow('nested deeper');
  });
});

/** What is told of a filter that is sent, and where. */
const refusalOf = (text: string) => {
  const [issue] = SentFilterText.safeParse(text).error?.issues ?? [];
  return issue?.code === 'custom' ? [issue.params?.code, issue.params?.position] : undefined;
};

describe('a filter that is sent', () => {
  it.each([
    ["category = 'Women'", 'filter-list', 11],
    ["not category = 'Adult'", 'filter-list', 15],
    ["price < '20'", 'filter-unlike', 8],
    ["isHidden = 'false'", 'filter-unlike', 11],
    ['stock = null', 'filter-null', 8],
    ['price', 'filter-kind', 0],
    ['not price', 'filter-kind', 4],
    ["brand = 'Norra' and title", 'filter-kind', 20],
    ["brand in 'Norra'", 'filter-kind', 9],
    ["price in ['20']", 'filter-unlike', 10],
    ['price in category', 'filter-unlike', 0],
    ['title contains 5', 'filter-kind', 15],
    ['category contains 5', 'filter-unlike', 18],
    ["price between 1 and '2'", 'filter-unlike', 20],
    ['isHidden < true', 'filter-kind', 0],
    ['days_since(price) < 5', 'filter-kind', 11],
    ['days_since(firstSeenAt) < 5d', 'filter-unlike', 26],
    ['size(price) > 1', 'filter-kind', 5],
    ["price + 'a' > 1", 'filter-kind', 8],
    ['-brand < 1', 'filter-kind', 1],
    ['firstSeenAt > now - 7', 'filter-kind', 20],
    ["attributes = 'red'", 'filter-attribute', 0],
    ["brand.name = 'Norra'", 'filter-no-parts', 0],
    ["context.item = 'lamp'", 'filter-no-field', 0],
    ['context.item.prise < 5', 'filter-field', 0],
    ["context.item.brand.name = 'a'", 'filter-no-parts', 0],
    ['attributes.weight > 5', 'filter-unlike', 20],
    ['number(category) > 5', 'filter-kind', 7],
    ["firstSeenAt > date'2026-02-31'", 'filter-date', 14],
    ["firstSeenAt > date'5'", 'filter-date', 14],
    ['size(category, 1) > 1', 'filter-arguments', 0],
    [`${'('.repeat(70)}true${')'.repeat(70)}`, 'filter-too-deep', 60],
  ])('%s is refused, because nothing could ever meet it', (text, code, position) => {
    expect(refusalOf(text)).toEqual([code, position]);
  });

  it('that forgot its quotes is told of them', () => {
    const refused = SentFilterText.safeParse('brand = Norra').error;

    expect(refused?.issues[0]?.message).toMatch(/Norra.*a text stands in quotes/);
  });

  it.each([
    "'Women' in category and category contains 'Dresses' and size(category) > 1",
    "brand in customer.brands or brand in ['Norra', 'Pogo'] and brand not in []",
    "not isHidden and isHidden = false and (customer.isKnown or context.surface = 'basket')",
    "firstSeenAt > now - 7d and firstSeenAt < '2026-05-01' and updatedAt >= date'2026-01-01'",
    "attributes.since > date'2026-01-01' and lower(attributes.colour) = 'red' and attributes.size is not null",
    'price * 2 - 1 between context.item.price * 0.8 and context.item.price * 1.2',
    'coalesce(stock, 1) > 0 and days_since(customer.lastSeenAt) < 30 and customer.interactions > 3',
    `number(attributes."screen size") > 5.5 and customer.attributes.'loyalty-tier' = 'gold'`,
    "firstSeenAt > date'2026-02-28T12:00:00+01:00' and updatedAt < date'2028-02-29'",
    'itemId not in customer.purchased and context.itemId is not null',
  ])('%s is taken', (text) => {
    expect(refusalOf(text)).toBeUndefined();
  });

  it.each([`price${' + 1'.repeat(990)} > 0`, `price${'+1'.repeat(1_990)}>0`, `isHidden${' or isHidden'.repeat(330)}`])(
    'is read at once however long it is: %#',
    (text) => {
      expect(refusalOf(text)).toBeUndefined();
      expect(refusalOf(text.replace(/isHidden$|0$/, "'a'"))).toBeDefined();
    },
    1_000,
  );

  it('is only refused where no item meets the comparison that is named', () => {
    const sides = ['price', 'stock', 'brand', 'category', 'isHidden', 'firstSeenAt', 'attributes.size', 'now'];
    const said = ['5', "'5'", "'2026-01-01'", 'true', 'null', "['a']", '[5]', '7d', 'now - 7d', 'price + 1'];
    const aSide = fc.constantFrom(...sides, ...said);
    const aComparison = fc
      .tuple(aSide, fc.constantFrom('=', '!=', '<', '>=', 'in', 'contains'), aSide)
      .map(([left, operator, right]) => `${left} ${operator} ${right}`);
    const anItem = fc.record({
      ...{
        price: fc.integer({ min: 0, max: 9 }),
        stock: fc.constantFrom(null, 5),
        brand: fc.constantFrom('5', 'a', ''),
      },
      ...{ category: fc.array(fc.constantFrom('a', '5')), isHidden: fc.boolean() },
      ...{ firstSeenAt: fc.constantFrom('2026-01-01', '2027-01-01T00:00:00.000Z') },
      attributes: fc.record({ size: fc.constantFrom('5', 'a', '2026-01-01') }),
    });

    fc.assert(
      fc.property(aComparison, anItem, (text, item) => {
        if (refusalOf(text)) expect(meets(text, item)).toBe(false);
      }),
      { numRuns: 3_000 },
    );
  });

  it.each(['', ' '.repeat(4_001)])('is told once that it has no length that a filter has: %#', (text) => {
    expect(SentFilterText.safeParse(text).error?.issues).toHaveLength(1);
  });

  it.each(["category = 'Women'", "firstSeenAt > date'2026-02-31'"])('may be less than what is kept: %s', (text) => {
    expect(FilterText.safeParse(text).success).toBe(true);
  });
});

describe('every filter', () => {
  it('means the same compiled as to a naive interpreter, also after being printed and read again', () => {
    fc.assert(
      fc.property(anExpression, aScope, (expression, seen) => {
        const expected = interpret(expression, seen) === true;

        expect(compileFilter(expression)(seen)).toBe(expected);
        expect(compileFilter(parseFilter(printFilter(expression)))(seen)).toBe(expected);
      }),
      { numRuns: 2_000 },
    );
  });

  it('counts positions in the text as it was typed, whatever blanks come before', () => {
    const aBroken = fc.oneof(
      fc.string({ maxLength: 20 }),
      fc.constantFrom('price <', 'prise > 1', 'customer = 1', 'brand = "a', 'customer.email = 1', ''),
    );
    const positionOf = (text: string) => {
      const [issue] = FilterText.safeParse(text).error?.issues ?? [];
      return issue?.code === 'custom' ? issue.params?.position : undefined;
    };

    fc.assert(
      fc.property(aBroken, fc.stringMatching(/^[ \n\t]{1,5}$/), (text, blanks) => {
        const position = text && positionOf(text);
        const moved = positionOf(`${blanks}${text}${blanks}`);

        if (typeof position !== 'number') return;
        // What is missing at the end is missing behind the last blank.
        const isAtEnd = moved === blanks.length * 2 + text.length;
        expect(isAtEnd || moved === position + blanks.length).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });

  it('either reads or names a position inside the text', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 40 }), (text) => {
        try {
          parseFilter(text);
        } catch (error) {
          if (!(error instanceof FilterSyntaxError)) throw error;
          expect(error.position).toBeGreaterThanOrEqual(0);
          expect(error.position).toBeLessThanOrEqual(text.length);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});
