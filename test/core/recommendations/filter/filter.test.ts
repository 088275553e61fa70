import fc from 'fast-check';
import { compileFilter, type FilterScope } from '../../../../core/recommendations/filter/compile-filter.ts';
import { FilterSyntaxError } from '../../../../core/recommendations/filter/grammar.ts';
import { parseFilter } from '../../../../core/recommendations/filter/parse-filter.ts';
import { printFilter } from '../../../../core/recommendations/filter/print-filter.ts';
import { FilterText } from '../../../../core/recommendations/filter-text.ts';
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
