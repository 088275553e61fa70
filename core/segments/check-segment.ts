import {
  type Expression,
  FilterSyntaxError,
  type FunctionName,
  type Value,
} from '../recommendations/filter/grammar.ts';
import { FACT_KINDS, type FactKind } from './contract.ts';

type Kind = 'number' | 'text' | 'boolean' | 'time' | 'duration' | 'null' | 'list';

/**
 * Holds a filter against what is known of customers, so that a misspelt name or a number compared with a text is
 * found while it is written and not as an audience of nobody. Throws FilterSyntaxError at the place.
 */
export function checkSegment(expression: Expression): void {
  expectKind(expression, 'boolean');
}

/** The names of the facts that stand anywhere in it. */
export function factsAskedBy(expression: Expression): string[] {
  if (expression.kind === 'path') return expression.names.slice(0, 1);
  const parts = Object.values(expression).flatMap((part: unknown) => (Array.isArray(part) ? part : [part]));
  return parts.filter(isExpression).flatMap(factsAskedBy);
}

const isExpression = (part: unknown): part is Expression =>
  typeof part === 'object' && part !== null && 'kind' in part && 'at' in part;

function expectKind(expression: Expression, wanted: Kind): void {
  const found = kindOf(expression);
  if (found !== wanted)
    throw new FilterSyntaxError(`expected a ${wanted}, found a ${found}`, expression.at, {
      code: 'segment-kind',
      wanted,
      found,
    });
}

function kindOf(expression: Expression): Kind {
  switch (expression.kind) {
    case 'literal':
      return kindOfValue(expression.value);
    case 'now':
      return 'time';
    case 'list':
      return 'list';
    case 'path':
      return kindOfPath(expression);
    case 'call':
      return kindOfCall(expression.name, expression.args);
    case 'negate':
      expectKind(expression.of, 'number');
      return 'number';
    case 'isNull':
      kindOf(expression.of);
      return 'boolean';
    case 'not':
      expectKind(expression.of, 'boolean');
      return 'boolean';
    case 'and':
    case 'or':
      expectKind(expression.left, 'boolean');
      expectKind(expression.right, 'boolean');
      return 'boolean';
    case 'between':
      expectAlike(expression.of, expression.low);
      expectAlike(expression.of, expression.high);
      return 'boolean';
    case 'compare':
      return kindOfComparison(expression);
    case 'arithmetic':
      return kindOfArithmetic(expression);
  }
}

function kindOfComparison({ operator, left, right }: Extract<Expression, { kind: 'compare' }>): Kind {
  if (operator === 'contains') {
    expectKind(left, 'text');
    expectKind(right, 'text');
  } else if (operator === 'in' && right.kind === 'list') {
    for (const member of right.items) expectAlike(left, member);
  } else {
    expectAlike(left, right);
  }
  return 'boolean';
}

function kindOfArithmetic({ left, right }: Extract<Expression, { kind: 'arithmetic' }>): Kind {
  const kind = kindOf(left);
  if (kind === 'time') {
    expectKind(right, 'duration');
    return 'time';
  }
  expectKind(left, 'number');
  expectKind(right, 'number');
  return 'number';
}

function kindOfCall(name: FunctionName, args: readonly Expression[]): Kind {
  const [first] = args;
  const kinds = args.map(kindOf);
  if (name === 'coalesce') {
    for (const other of args.slice(1)) if (first) expectAlike(first, other);
    return kinds[0] ?? 'null';
  }
  if (name === 'lower') {
    if (first) expectKind(first, 'text');
    return 'text';
  }
  return 'number';
}

function kindOfPath({ root, names, at }: Extract<Expression, { kind: 'path' }>): Kind {
  const [name = '', attribute] = names;
  const known: FactKind | undefined = Object.entries(FACT_KINDS).find(([fact]) => fact === name)?.[1];
  if (root !== 'customer' || !known) {
    const said = root === 'customer' ? `customer.${names.join('.')}` : names.join('.');
    const facts = Object.keys(FACT_KINDS).map((fact) => `customer.${fact}`);
    throw new FilterSyntaxError(`"${said}" is not known of customers; known are ${facts.join(', ')}`, at, {
      code: 'segment-fact',
      said,
      known: facts.join(', '),
    });
  }
  if (known !== 'attributes') {
    if (attribute !== undefined)
      throw new FilterSyntaxError(`customer.${name} has no parts`, at, { code: 'segment-no-parts', name });
    return known;
  }
  if (names.length !== 2)
    throw new FilterSyntaxError('name one attribute, such as customer.attributes.tier', at, {
      code: 'segment-attribute',
    });
  return 'text';
}

function expectAlike(left: Expression, right: Expression): void {
  const [a, b] = [kindOf(left), kindOf(right)];
  if (a !== b)
    throw new FilterSyntaxError(`a ${a} cannot be compared with a ${b}`, right.at, {
      code: 'segment-unlike',
      left: a,
      right: b,
    });
}

function kindOfValue(value: Value): Kind {
  if (typeof value === 'number') return 'number';
  if (typeof value === 'string') return 'text';
  if (typeof value === 'boolean') return 'boolean';
  if (value === null) return 'null';
  if ('time' in value) return 'time';
  return 'durationMs' in value ? 'duration' : 'list';
}
