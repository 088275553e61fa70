import { valuesNeeded } from '../../../core/recommendations/filter/print-rows.ts';
import type { Condition, Field, Measure, Operator, Plain } from '../../../core/recommendations/filter/rows.ts';
import { type ChoiceKind, type FieldChoice, type FilterSubject, othersFor } from './field-choices.ts';

/** What can be asked of a field: the operator, what it measures, and whether it is turned around. */
export interface Variant extends Pick<Condition, 'operator' | 'isNegated'> {
  readonly by?: Measure | undefined;
}

/** What is typed or picked as a value. */
export type ValueKind = ChoiceKind | 'stretch' | 'field' | 'none';

const is = (operator: Operator, by?: Measure): Variant => ({ operator, isNegated: false, by });
const not = (operator: Operator): Variant => ({ operator, isNegated: true });
const inOrder = (by?: Measure): Variant[] =>
  (['atLeast', 'atMost', 'moreThan', 'lessThan', 'between'] as const).map((operator) => is(operator, by));

const OF_NUMBERS = [...inOrder(), is('is'), not('is')];
const VARIANTS: Readonly<Record<ChoiceKind, readonly Variant[]>> = {
  text: [is('is'), not('is'), is('oneOf'), not('oneOf'), is('has'), not('has')],
  list: [is('has'), not('has'), is('atLeast', 'size'), is('atMost', 'size')],
  number: OF_NUMBERS,
  money: OF_NUMBERS,
  boolean: [is('isTrue'), not('isTrue')],
  time: [is('newerThan'), is('olderThan'), is('moreThan'), is('lessThan'), is('between')],
};
const OF_OPTIONAL = [not('isMissing'), is('isMissing')];

/** In the order in which they are offered; what a condition says is among them, however rare it is. */
export function variantsOf(subject: FilterSubject, choice: FieldChoice, said: Variant): Variant[] {
  const { kind, isAttributes, isOptional, field } = choice;
  const sameOnes = (['sameAs', 'among'] as const)
    .filter((operator) => field.root === 'item' && othersFor(subject, operator, kind).length)
    .filter((operator) => operator === 'sameAs' || kind === 'text')
    .flatMap((operator) => [is(operator), not(operator)]);
  const offered = [
    ...VARIANTS[kind],
    ...(isAttributes ? inOrder('number') : []),
    ...(isAttributes || kind === 'list' ? [] : sameOnes),
    ...(isOptional ? OF_OPTIONAL : []),
  ];
  return offered.some((one) => keyOf(one) === keyOf(said)) ? offered : [...offered, said];
}

export const variantOf = ({ operator, isNegated, field }: Condition): Variant => ({
  operator,
  isNegated,
  by: field.by,
});

/** By which a list of them tells them apart. */
export const keyOf = ({ operator, isNegated, by }: Variant): string => `${by ?? ''}|${isNegated}|${operator}`;

const OF_TIMES: Readonly<Partial<Record<Operator, string>>> = {
  ...{ moreThan: 'after', lessThan: 'before', atLeast: 'from', atMost: 'until' },
};

/** The name of its words: times are "after", and texts "contain". */
export function formOf({ operator, isNegated, by }: Variant, kind: ChoiceKind): string {
  const form =
    (kind === 'time' && !by && OF_TIMES[operator]) || (kind === 'text' && operator === 'has' ? 'contains' : operator);
  return isNegated ? `not${form.charAt(0).toUpperCase()}${form.slice(1)}` : form;
}

const OF_THE_PAST: ReadonlySet<Operator> = new Set(['newerThan', 'atMostOld', 'olderThan', 'atLeastOld']);

export function valueKindOf({ operator, by }: Variant, kind: ChoiceKind): ValueKind {
  if (operator === 'sameAs' || operator === 'among') return 'field';
  if (OF_THE_PAST.has(operator)) return 'stretch';
  if (!valuesNeeded(operator)) return 'none';
  if (by === 'lower') return 'text';
  return by ? 'number' : kind;
}

/** Whether any number of values may stand behind it. */
export const takesMany = ({ operator }: Variant, kind: ChoiceKind): boolean =>
  operator === 'oneOf' || (operator === 'has' && kind === 'list');

/** Whether the inputs of a row can show its values; else it is shown as text. */
export function isPickable(condition: Condition, { kind }: FieldChoice): boolean {
  const wanted = valueKindOf(variantOf(condition), kind);
  const isOfTexts = wanted === 'text' || wanted === 'list';
  if (condition.values.length > valuesNeeded(condition.operator) && !(isOfTexts && takesMany(condition, kind)))
    return false;
  return condition.values.every((value) => {
    if (typeof value === 'object') return wanted === ('time' in value ? 'time' : 'stretch');
    if (typeof value === 'string') return isOfTexts || (wanted === 'time' && !Number.isNaN(Date.parse(value)));
    return typeof value === 'boolean' ? wanted === 'boolean' : wanted === 'number' || wanted === 'money';
  });
}

/** The ends of a range; each may be open still. */
export type Ends = readonly [Plain | undefined, Plain | undefined];

export const withEnd = ([low, high]: Ends, at: 0 | 1, value: Plain | undefined): Ends =>
  at === 0 ? [value, high] : [low, value];

/** What a condition has of them: too few values while one is open. */
export function valuesOfEnds([low, high]: Ends): readonly Plain[] {
  if (low === undefined) return [];
  return high === undefined ? [low] : [low, high];
}

const WEEK = { durationMs: 7 * 86_400_000 };

/** The same condition asked in another way, with as many of its values as still fit. */
export function withVariant(
  condition: Condition,
  choice: FieldChoice,
  { operator, isNegated, by }: Variant,
): Condition {
  const { root, names } = condition.field;
  const before = valueKindOf(variantOf(condition), choice.kind);
  const variant = { operator, isNegated, by };
  const after = valueKindOf(variant, choice.kind);
  const values = before === after ? condition.values : [];
  return {
    ...{ kind: 'condition', operator, isNegated, values: fitting(values, variant, choice.kind) },
    field: { root, names, ...(by ? { by } : {}) },
    ...(after === 'field' && before === 'field' && condition.operator === operator ? { other: condition.other } : {}),
  };
}

function fitting(values: readonly Plain[], variant: Variant, kind: ChoiceKind): readonly Plain[] {
  if (takesMany(variant, kind)) return values;
  if (valueKindOf(variant, kind) === 'stretch' && !values.length) return [WEEK];
  return values.slice(0, valuesNeeded(variant.operator));
}

/** A condition on another field: asked in the same way where that is possible there. */
export function withField(subject: FilterSubject, condition: Condition, from: FieldChoice, to: FieldChoice): Condition {
  const field: Field = { ...to.field, names: [...to.field.names, ...(to.isAttributes ? [''] : [])] };
  const [first = is('is')] = VARIANTS[to.kind];
  const said = variantOf(condition);
  const isOffered = variantsOf(subject, to, first).some((one) => keyOf(one) === keyOf(said));
  const moved = from.kind === to.kind && isOffered ? condition : { ...condition, values: [] };
  return withVariant({ ...moved, field }, to, isOffered && from.kind === to.kind ? said : first);
}

/** What a new condition begins with. */
export function blankCondition(subject: FilterSubject): Condition {
  const field: Field =
    subject === 'items' ? { root: 'item', names: ['brand'] } : { root: 'customer', names: ['orders'] };
  return {
    kind: 'condition',
    field,
    operator: subject === 'items' ? 'oneOf' : 'atLeast',
    isNegated: false,
    values: [],
  };
}
