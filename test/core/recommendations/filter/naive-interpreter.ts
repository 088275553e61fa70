import fc from 'fast-check';
import type { FilterScope } from '../../../../core/recommendations/filter/compile-filter.ts';
import { COMPARE_OPERATORS, type Expression, type Value } from '../../../../core/recommendations/filter/grammar.ts';

/** The language read off its definition, one rule after the other, with none of the compiler's code. */
export function interpret(e: Expression, scope: FilterScope): Value {
  switch (e.kind) {
    case 'literal':
      return e.value;
    case 'now':
      return { time: scope.now };
    case 'list':
      return e.items.map((item) => interpret(item, scope));
    case 'path': {
      let value: unknown = scope[e.root];
      for (const name of e.names) {
        const fields = new Map<string, unknown>(
          value !== null && typeof value === 'object' ? Object.entries(value) : [],
        );
        value = fields.get(name);
      }
      return plain(value);
    }
    case 'call': {
      const [first = null, ...rest] = e.args.map((arg) => interpret(arg, scope));
      if (e.name === 'coalesce') return [first, ...rest].find((value) => value !== null) ?? null;
      if (e.name === 'number') {
        const read = typeof first === 'string' && first.trim() !== '' ? Number(first) : first;
        return typeof read === 'number' && Number.isFinite(read) ? read : null;
      }
      if (e.name === 'lower') return typeof first === 'string' ? first.toLowerCase() : null;
      if (e.name === 'size') return typeof first === 'string' || Array.isArray(first) ? first.length : null;
      const since = millis(first);
      return since === null ? null : (scope.now - since) / 86_400_000;
    }
    case 'negate': {
      const value = interpret(e.of, scope);
      return typeof value === 'number' ? 0 - value : null;
    }
    case 'isNull':
      return interpret(e.of, scope) === null;
    case 'not':
      return !(interpret(e.of, scope) === true);
    case 'between': {
      const of = interpret(e.of, scope);
      return holds('<=', interpret(e.low, scope), of) && holds('<=', of, interpret(e.high, scope));
    }
    case 'and':
      return interpret(e.left, scope) === true ? interpret(e.right, scope) === true : false;
    case 'or':
      return interpret(e.left, scope) === true ? true : interpret(e.right, scope) === true;
    case 'compare':
      return holds(e.operator, interpret(e.left, scope), interpret(e.right, scope));
    case 'arithmetic':
      return arithmetic(e.operator, interpret(e.left, scope), interpret(e.right, scope));
  }
}

function holds(operator: string, a: Value, b: Value): boolean {
  if (operator === 'in') return Array.isArray(b) && b.filter((member) => holds('=', a, member)).length > 0;
  if (operator === 'contains') {
    if (Array.isArray(a)) return a.filter((member) => holds('=', member, b)).length > 0;
    return typeof a === 'string' && typeof b === 'string' && a.toLowerCase().indexOf(b.toLowerCase()) >= 0;
  }
  let order: number;
  if (isTime(a) || isTime(b)) {
    const [x, y] = [millis(a), millis(b)];
    if (x === null || y === null) return false;
    order = Math.sign(x - y);
  } else if (typeof a === 'number' && typeof b === 'number') order = Math.sign(a - b);
  else if (typeof a === 'string' && typeof b === 'string') order = a < b ? -1 : a > b ? 1 : 0;
  else if (typeof a === 'boolean' && typeof b === 'boolean') {
    if (operator !== '=' && operator !== '!=') return false;
    order = a === b ? 0 : 1;
  } else return false;
  const wanted: Record<string, boolean> = {
    '=': order === 0,
    '!=': order !== 0,
    '<': order < 0,
    '<=': order <= 0,
    '>': order > 0,
    '>=': order >= 0,
  };
  return wanted[operator] === true;
}

function arithmetic(operator: string, a: Value, b: Value): Value {
  if (b !== null && typeof b === 'object' && 'durationMs' in b && '+-'.includes(operator)) {
    const start = millis(a);
    return start === null ? null : { time: start + (operator === '+' ? 1 : -1) * b.durationMs };
  }
  if (typeof a !== 'number' || typeof b !== 'number') return null;
  if (operator === '/' && b === 0) return null;
  return { '+': a + b, '-': a - b, '*': a * b, '/': a / b }[operator] ?? null;
}

const isTime = (value: Value): value is { readonly time: number } =>
  value !== null && typeof value === 'object' && 'time' in value;

function millis(value: Value): number | null {
  if (isTime(value)) return value.time;
  const parsed = typeof value === 'string' ? new Date(value).getTime() : Number.NaN;
  return Number.isFinite(parsed) ? parsed : null;
}

function plain(value: unknown): Value {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  return Array.isArray(value) ? value.map(plain) : null;
}

const names = [
  'price',
  'brand',
  'tags',
  'isNew',
  'updatedAt',
  'firstSeenAt',
  'attributes',
  'nested',
  'absent',
  'two words',
  "o'clock",
];
const aTime = fc.integer({ min: 0, max: 60_000_000 }).map((minutes) => ({ time: minutes * 60_000 }));
const aLiteral: fc.Arbitrary<Value> = fc.oneof(
  fc.integer({ min: 0, max: 9 }),
  fc.constantFrom('a', "it's", 'B\\', '2020-01-01', ''),
  fc.boolean(),
  fc.constant(null),
  aTime,
  fc.integer({ min: 0, max: 9_999 }).map((minutes) => ({ durationMs: minutes * 60_000 })),
);

/** What a shop says of an item or a customer: texts by name. */
const anAttributes = fc.record(
  {
    ...{ brand: fc.constantFrom('a', '2020-01-01'), price: fc.constantFrom('1', 'a', ' ', '1e400') },
    ...{ 'two words': fc.constantFrom('a', '2.5'), "o'clock": fc.constantFrom('a', '12') },
  },
  { requiredKeys: [] },
);

export const aScope: fc.Arbitrary<FilterScope> = fc.record({
  item: fc.record(
    {
      price: fc.integer({ min: 0, max: 9 }),
      brand: fc.constantFrom('a', "it's", 'B\\'),
      tags: fc.array(fc.constantFrom('a', 'b')),
      isNew: fc.boolean(),
      updatedAt: fc.constantFrom('2020-01-01', '2026-01-01T00:00:00Z', 'never'),
      firstSeenAt: fc.constantFrom('1970-01-02T00:00:00.000Z', '2026-01-01T00:00:00.000Z'),
      attributes: anAttributes,
      nested: fc.record({ price: fc.integer() }),
    },
    { requiredKeys: [] },
  ),
  customer: fc.record(
    { price: fc.integer({ min: 0, max: 9 }), tags: fc.array(fc.constantFrom('a', 3)), attributes: anAttributes },
    { requiredKeys: [] },
  ),
  context: fc.record({ brand: fc.constantFrom('a', 'c') }, { requiredKeys: [] }),
  now: fc.integer({ min: 0, max: 2_000_000_000_000 }),
});

/** Trees of any shape and any mixture of kinds, sensible or not: the language answers all of them. */
export const anExpression: fc.Arbitrary<Expression> = fc.letrec<{ tree: Expression }>((tie) => {
  const tree = tie('tree');
  const at = fc.constant(0);
  const binary = { left: tree, right: tree, at };
  return {
    tree: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      fc.record({ kind: fc.constant('literal' as const), value: aLiteral, at }),
      fc.record({
        kind: fc.constant('path' as const),
        root: fc.constantFrom('item' as const, 'customer' as const, 'context' as const),
        names: fc.array(fc.constantFrom(...names), { minLength: 1, maxLength: 2 }),
        at,
      }),
      fc.record({ kind: fc.constant('now' as const), at }),
      fc.record({ kind: fc.constantFrom('and' as const, 'or' as const), ...binary }),
      fc.record({
        kind: fc.constant('compare' as const),
        operator: fc.constantFrom(
          '=' as const,
          '!=' as const,
          '<' as const,
          '<=' as const,
          '>' as const,
          '>=' as const,
          'in' as const,
          'contains' as const,
        ),
        ...binary,
      }),
      fc.record({
        kind: fc.constant('arithmetic' as const),
        operator: fc.constantFrom('+' as const, '-' as const, '*' as const, '/' as const),
        ...binary,
      }),
      fc.record({ kind: fc.constantFrom('not' as const, 'isNull' as const, 'negate' as const), of: tree, at }),
      fc.record({ kind: fc.constant('between' as const), of: tree, low: tree, high: tree, at }),
      fc.record({ kind: fc.constant('list' as const), items: fc.array(tree, { maxLength: 3 }), at }),
      fc.record({
        kind: fc.constant('call' as const),
        name: fc.constantFrom(
          'size' as const,
          'lower' as const,
          'number' as const,
          'coalesce' as const,
          'days_since' as const,
        ),
        args: fc.array(tree, { minLength: 1, maxLength: 1 }),
        at,
      }),
    ),
  };
}).tree;

/** Filters as people write them: conditions on fields, joined and turned around. */
export const aFilter: fc.Arbitrary<Expression> = fc.letrec<{
  tree: Expression;
  field: Expression;
  condition: Expression;
}>((tie) => {
  const at = fc.constant(0);
  const path = fc.record({
    kind: fc.constant('path' as const),
    root: fc.constantFrom('item' as const, 'customer' as const, 'context' as const),
    names: fc.oneof(
      fc.constantFrom(...names).map((name) => [name]),
      fc.constantFrom(...names).map((name) => ['attributes', name]),
    ),
    at,
  });
  const literal = fc.record({ kind: fc.constant('literal' as const), value: aLiteral, at });
  const stretch = fc.record({
    kind: fc.constant('literal' as const),
    value: fc.integer({ min: 0, max: 20_000 }).map((hours) => ({ durationMs: hours * 3_600_000 })),
    at,
  });
  const ago = fc.record({
    kind: fc.constant('arithmetic' as const),
    operator: fc.constant('-' as const),
    left: fc.record({ kind: fc.constant('now' as const), at }),
    right: stretch,
    at,
  });
  const list = fc.record({ kind: fc.constant('list' as const), items: fc.array(literal, { maxLength: 3 }), at });
  const field = tie('field');
  const right = fc.oneof({ weight: 4, arbitrary: literal }, ago, list, path);
  return {
    field: fc.oneof(
      { weight: 4, arbitrary: path },
      fc.record({
        kind: fc.constant('call' as const),
        name: fc.constantFrom('size' as const, 'lower' as const, 'number' as const, 'days_since' as const),
        args: path.map((one) => [one]),
        at,
      }),
    ),
    condition: fc.oneof(
      field,
      fc.record({
        kind: fc.constant('compare' as const),
        operator: fc.constantFrom(...COMPARE_OPERATORS),
        left: field,
        right,
        at,
      }),
      fc.record({
        kind: fc.constant('compare' as const),
        operator: fc.constantFrom(...COMPARE_OPERATORS),
        left: right,
        right: field,
        at,
      }),
      fc.record({ kind: fc.constant('between' as const), of: field, low: literal, high: literal, at }),
      fc.record({ kind: fc.constant('isNull' as const), of: field, at }),
    ),
    tree: fc.oneof(
      { maxDepth: 5, withCrossShrink: true },
      tie('condition'),
      fc.record({ kind: fc.constant('not' as const), of: tie('tree'), at }),
      fc.record({ kind: fc.constantFrom('and' as const, 'or' as const), left: tie('tree'), right: tie('tree'), at }),
    ),
  };
}).tree;
