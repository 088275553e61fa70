import type { CompareOperator, Expression } from './grammar.ts';

const OPPOSITE: Readonly<Partial<Record<CompareOperator, CompareOperator>>> = {
  '=': '!=',
  '!=': '=',
  '<': '>=',
  '<=': '>',
  '>': '<=',
  '>=': '<',
};

/**
 * What `not` means before a condition, one step further in; undefined where it stands as far in as it can. A condition that is
 * not true counts as false, so De Morgan's laws hold. A comparison with what is missing is false and its negation true: what
 * may be missing is asked after. Two values of different kinds compare to nothing, which is for the caller to know.
 */
export function negationOf(
  expression: Expression,
  mayBeMissing: (operand: Expression) => boolean,
): Expression | undefined {
  const { at } = expression;
  switch (expression.kind) {
    case 'not':
      return expression.of;
    case 'and':
      return either(at, negated(expression.left), negated(expression.right));
    case 'or':
      return { kind: 'and', left: negated(expression.left), right: negated(expression.right), at };
    case 'between': {
      const { of, low, high } = expression;
      return either(at, negated(atMost(low, of)), negated(atMost(of, high)));
    }
    case 'compare': {
      const operator = OPPOSITE[expression.operator];
      const missing = [expression.left, expression.right].filter(mayBeMissing).map(isMissing);
      return operator && either(at, { ...expression, operator }, ...missing);
    }
    default:
      return undefined;
  }
}

const negated = (of: Expression): Expression => ({ kind: 'not', of, at: of.at });
const isMissing = (of: Expression): Expression => ({ kind: 'isNull', of, at: of.at });
const atMost = (left: Expression, right: Expression): Expression => ({
  kind: 'compare',
  operator: '<=',
  left,
  right,
  at: left.at,
});
const either = (at: number, first: Expression, ...others: readonly Expression[]): Expression =>
  others.reduce((left, right): Expression => ({ kind: 'or', left, right, at }), first);
