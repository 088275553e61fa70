import fc from 'fast-check';
import { compileFilter } from '../../../../core/recommendations/filter/compile-filter.ts';
import { parseFilter } from '../../../../core/recommendations/filter/parse-filter.ts';
import { printFilter } from '../../../../core/recommendations/filter/print-filter.ts';
import { printRows, rowAt } from '../../../../core/recommendations/filter/print-rows.ts';
import { type Group, type Row, rowsOf } from '../../../../core/recommendations/filter/rows.ts';
import { aFilter, anExpression, aScope, interpret } from './naive-interpreter.ts';

/** Rows in short: `brand oneOf Norra,Pogo`, and groups by their join. */
const shortOf = (row: Row): unknown => {
  if (row.kind === 'group') return { [row.join]: row.rows.map(shortOf) };
  if (row.kind === 'written') return row.text;
  const { field, operator, isNegated, values, other } = row;
  const name = `${field.by ? `${field.by}:` : ''}${[...(field.root === 'item' ? [] : [field.root]), ...field.names].join('.')}`;
  const said = values.map((value) => (typeof value === 'object' ? Object.values(value)[0] : value));
  return [name, ...(isNegated ? ['not'] : []), operator, ...said, ...(other ? [other.names.join('.')] : [])].join(' ');
};
const rows = (text: string) => shortOf(rowsOf(text));
const again = (text: string) => printRows(rowsOf(text)).text;

describe('the rows of a filter', () => {
  it.each([
    ["brand = 'Norra' and price <= 5000", { all: ['brand is Norra', 'price atMost 5000'] }],
    ["brand not in ['Norra', 'Pogo']", { all: ['brand not oneOf Norra Pogo'] }],
    ["brand != 'Norra' or not brand = 'Norra'", { any: ['brand isOther Norra', 'brand not is Norra'] }],
    ["category contains 'Shoes' or category contains 'Socks'", { all: ['category has Shoes Socks'] }],
    [
      "not (category contains 'a' or category contains 'b') and not isHidden",
      { all: ['category not has a b', 'isHidden not isTrue'] },
    ],
    ["category contains 'a' or category contains 'b' or brand = 'c'", { any: ['category has a b', 'brand is c'] }],
    [
      "'Shoes' in category and 'a' not in customer.basket",
      { all: ['category includes Shoes', 'customer.basket not includes a'] },
    ],
    ['5000 > price and isHidden = true', { all: ['price lessThan 5000', 'isHidden isTrue'] }],
    [
      'firstSeenAt > now - 1w and updatedAt < now - 12h',
      { all: ['firstSeenAt newerThan 604800000', 'updatedAt olderThan 43200000'] },
    ],
    ['days_since(firstSeenAt) < 30', { all: ['days_since:firstSeenAt lessThan 30'] }],
    ['number(attributes."screen size") between -1 and 6.5', { all: ['number:attributes.screen size between -1 6.5'] }],
    ['stock is not null and size(category) = 2', { all: ['stock not isMissing', 'size:category is 2'] }],
    [
      'brand in customer.brands and not brand = context.item.brand',
      { all: ['brand among brands', 'brand not sameAs item.brand'] },
    ],
    ['not (price < 5 or stock = 0)', { none: ['price lessThan 5', 'stock is 0'] }],
    ['not price < 5', { none: ['price lessThan 5'] }],
    ['not (price < 5 and stock = 0)', { notAll: ['price lessThan 5', 'stock is 0'] }],
    [
      'price > 1 and (brand = "a" or price * 2 > 9)',
      { all: ['price moreThan 1', { any: ['brand is a', 'price * 2 > 9'] }] },
    ],
    ['coalesce(stock, 1) > 0 and brand in []', { all: ['coalesce(stock, 1) > 0', 'brand in []'] }],
    ['price <', { all: ['price <'] }],
    ['', { all: [] }],
  ])('%s', (text, expected) => {
    expect(rows(text)).toEqual(expected);
  });

  it.each([
    ['item.price<=50', 'price <= 50'],
    ["((brand in ['a' , \"it's\"]))", "brand in ['a', 'it\\'s']"],
    [
      'price > 1 and (stock > 1 and (brand = "a" or (brand = "b")))',
      "price > 1 and stock > 1 and (brand = 'a' or brand = 'b')",
    ],
    [
      'attributes."screen size" = "6" and item.attributes.colour = "in"',
      "attributes.'screen size' = '6' and attributes.colour = 'in'",
    ],
    [
      "firstSeenAt >= date'2026-01-31T00:00Z' and updatedAt > now - 168h",
      "firstSeenAt >= date'2026-01-31' and updatedAt > now - 7d",
    ],
    ["'a' in ([brand] + 1)", "'a' in ([brand] + 1)"],
    ['not (not (not isHidden))', 'not not not isHidden'],
  ])('%s is written as %s', (text, expected) => {
    expect(again(text)).toBe(expected);
  });
});

describe('every filter', () => {
  it('means the same after a round trip through rows, and is written the same the next time', () => {
    fc.assert(
      fc.property(fc.oneof(anExpression, aFilter), aScope, (expression, seen) => {
        const text = printFilter(expression);
        const written = again(text);

        expect(compileFilter(parseFilter(written))(seen)).toBe(interpret(parseFilter(text), seen) === true);
        expect(again(written)).toBe(written);
        expect(printFilter(parseFilter(text))).toBe(text);
      }),
      { numRuns: 4_000 },
    );
  });

  it('that does not read is kept to the letter', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 30 }), (text) => {
        try {
          parseFilter(text);
        } catch {
          expect(again(text)).toBe(text.trim() ? text : '');
        }
      }),
    );
  });
});

describe('rows that are being picked', () => {
  const blank: Row = {
    kind: 'condition',
    field: { root: 'item', names: ['brand'] },
    operator: 'is',
    isNegated: false,
    values: [],
  };
  const group = (join: Group['join'], ...inner: Row[]): Group => ({ kind: 'group', join, rows: inner });
  const written = (text: string): Row => ({ kind: 'written', text });

  it('say nothing until they have a value', () => {
    expect(printRows(group('all', blank, group('none', blank), written(' '))).text).toBe('');
    expect(printRows(group('any', blank, written('price > 1'), blank)).text).toBe('price > 1');
  });

  it('have brackets around what is written by hand only where it needs them', () => {
    expect(printRows(group('all', written('a or b'), written('price*2 > 1'), written('price <'))).text).toBe(
      '(a or b) and price*2 > 1 and (price <)',
    );
  });

  it.each([
    [group('all', { ...blank, values: ['x'] }, written('price > 1) or (price > 0'))],
    [group('none', written('price > 1) or (price > 0'))],
    [group('any', written('price in [1'), group('all', written('stock > 1) or (title = "'), written('" = title')))],
  ])('never read as something that none of them says: %#', (picked) => {
    const { text } = printRows(picked);

    expect(() => parseFilter(text)).toThrow('expected');
    expect(rowAt(picked, text, text.length)).toBeDefined();
  });

  it.each([
    [0, [0]],
    [12, [0]],
    [20, [1, 0]],
    [40, [1, 1]],
    [999, [2]],
  ])('are found by the position of what is wrong: %i', (position, path) => {
    const text = `price  <  'a' and ( stock < 'b' or isHidden < 'c' ) and title > 1`;

    expect(rowAt(rowsOf(text), text, position)).toEqual(path);
  });

  it('are found among rows that say nothing', () => {
    const picked = group('all', blank, written('price <'), written('stock > 1'));
    const { text } = printRows(picked);

    expect(text).toBe('(price <) and stock > 1');
    expect(rowAt(picked, text, text.indexOf(')'))).toEqual([1]);
    expect(rowAt(picked, text, text.length)).toEqual([2]);
  });
});
