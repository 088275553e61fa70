import { type Expression, FilterSyntaxError, type FunctionName, type Value } from './grammar.ts';

type Plain = 'number' | 'text' | 'boolean' | 'time' | 'duration' | 'null';

/** What a value is wherever there is one; of a list, what its members are. A text may be read as a time. */
export type Kind = Plain | readonly Kind[];

/** Of a field; `attributes` are texts by name. */
export type FieldKind = Kind | 'attributes';

export type Path = Extract<Expression, { kind: 'path' }>;

/**
 * Holds a filter against the kinds of its fields, so that a value where a condition belongs, or a number compared with a
 * text, is found while it is written: it would be no error but false, and behind a "not" always true. Throws
 * FilterSyntaxError at the place.
 */
export function checkKinds(expression: Expression, kindOfPath: (path: Path) => Kind): void {
  /** Each part is asked for its kind several times; were each asked of its own parts anew, a long sum would never end. */
  const kinds = new Map<Expression, Kind>();
  expectKind(expression, 'boolean');

  /** The first of the kinds is the one that is asked for in words. */
  function expectKind(found: Expression, ...wanted: readonly [Plain | 'list', ...(Plain | 'list')[]]): void {
    const kind = named(kindOf(found));
    if (!wanted.includes(kind))
      throw new FilterSyntaxError(`expected a ${wanted[0]}, found a ${kind}`, found.at, {
        code: 'filter-kind',
        wanted: wanted[0],
        found: kind,
      });
  }

  function expectAlike(left: Expression, right: Expression): void {
    const [kind, other] = [kindOf(left), kindOf(right)];
    if (!areAlike(kind, other)) throw unlike(kind, other, right.at);
  }

  function kindOf(of: Expression): Kind {
    const kind = kinds.get(of) ?? readKind(of);
    kinds.set(of, kind);
    return kind;
  }

  function readKind(of: Expression): Kind {
    switch (of.kind) {
      case 'literal':
        return kindOfValue(of.value);
      case 'now':
        return 'time';
      case 'list':
        return of.items.map(kindOf);
      case 'path':
        return kindOfPath(of);
      case 'call':
        return kindOfCall(of.name, of.args);
      case 'negate':
        expectKind(of.of, 'number');
        return 'number';
      case 'isNull':
        kindOf(of.of);
        return 'boolean';
      case 'not':
        expectKind(of.of, 'boolean');
        return 'boolean';
      case 'and':
      case 'or':
        expectKind(of.left, 'boolean');
        expectKind(of.right, 'boolean');
        return 'boolean';
      case 'between':
        expectOrdered(of.of, of.low);
        expectOrdered(of.of, of.high);
        return 'boolean';
      case 'compare':
        return kindOfComparison(of);
      case 'arithmetic':
        return kindOfArithmetic(of);
    }
  }

  function kindOfComparison({ operator, left, right }: Extract<Expression, { kind: 'compare' }>): Kind {
    if (operator === 'in') expectMember(right, left);
    else if (operator === '=' || operator === '!=') expectAlike(left, right);
    else if (operator !== 'contains') expectOrdered(left, right);
    else if (isList(kindOf(left))) expectMember(left, right);
    else for (const side of [left, right]) expectKind(side, 'text');
    return 'boolean';
  }

  function expectMember(list: Expression, value: Expression): void {
    if (list.kind === 'list') {
      for (const member of list.items) expectAlike(value, member);
      return;
    }
    expectKind(list, 'list');
    const kind = kindOf(value);
    for (const member of [kindOf(list)].flat()) if (!areAlike(kind, member)) throw unlike(kind, member, value.at);
  }

  function expectOrdered(left: Expression, right: Expression): void {
    expectAlike(left, right);
    expectKind(left, 'number', 'text', 'time');
  }

  function kindOfArithmetic({ operator, left, right }: Extract<Expression, { kind: 'arithmetic' }>): Kind {
    const isShift = operator === '+' || operator === '-';
    if (isShift && (kindOf(left) === 'time' || kindOf(right) === 'duration')) {
      expectKind(left, 'time', 'text');
      expectKind(right, 'duration');
      return 'time';
    }
    for (const side of [left, right]) expectKind(side, 'number');
    return 'number';
  }

  function kindOfCall(name: FunctionName, args: readonly Expression[]): Kind {
    const [first, ...others] = args;
    if (!first) return 'null';
    switch (name) {
      case 'coalesce':
        for (const other of others) expectAlike(first, other);
        return kindOf(first);
      case 'lower':
        expectKind(first, 'text');
        return 'text';
      case 'number':
        expectKind(first, 'text', 'number');
        return 'number';
      case 'size':
        expectKind(first, 'list', 'text');
        return 'number';
      case 'days_since':
        expectKind(first, 'time', 'text');
        return 'number';
    }
  }
}

/** The kind of what a path of names leads to, whose first `depth` names are a field. */
export function kindWithin(field: FieldKind, { root, names, at }: Path, depth = 1): Kind {
  const said = [...(root === 'item' ? [] : [root]), ...names.slice(0, depth)].join('.');
  const isOne = names.length === depth + 1;
  if (field === 'attributes' && isOne) return 'text';
  if (field === 'attributes')
    throw new FilterSyntaxError(`name one attribute, such as ${said}.tier`, at, { code: 'filter-attribute', said });
  if (names.length === depth) return field;
  throw new FilterSyntaxError(`${said} has no parts`, at, { code: 'filter-no-parts', said });
}

function areAlike(left: Kind, right: Kind): boolean {
  if (isList(left) || isList(right) || left === 'null' || left === 'duration') return false;
  return left === right || (left === 'time' && right === 'text') || (left === 'text' && right === 'time');
}

function unlike(left: Kind, right: Kind, at: number): FilterSyntaxError {
  const told = { left: named(left), right: named(right) };
  const message = `a ${told.left} cannot be compared with a ${told.right}`;
  if (told.left === 'null' || told.right === 'null')
    return new FilterSyntaxError(`${message} (say "is null")`, at, { code: 'filter-null', ...told });
  if (told.left === 'list' || told.right === 'list')
    return new FilterSyntaxError(`${message} (a list is asked by "in" or "contains")`, at, {
      code: 'filter-list',
      ...told,
    });
  return new FilterSyntaxError(message, at, { code: 'filter-unlike', ...told });
}

const isList = (kind: Kind): kind is readonly Kind[] => typeof kind !== 'string';
const named = (kind: Kind): Plain | 'list' => (isList(kind) ? 'list' : kind);

function kindOfValue(value: Value): Kind {
  if (typeof value === 'number') return 'number';
  if (typeof value === 'string') return 'text';
  if (typeof value === 'boolean') return 'boolean';
  if (value === null) return 'null';
  if ('time' in value) return 'time';
  return 'durationMs' in value ? 'duration' : value.map(kindOfValue);
}
