import type { FieldKind } from '../../../core/recommendations/filter/check-kinds.ts';
import { ROOTS } from '../../../core/recommendations/filter/grammar.ts';
import { printPath } from '../../../core/recommendations/filter/print-filter.ts';
import type { Field } from '../../../core/recommendations/filter/rows.ts';
import { FILTER_FIELDS, ITEM_FIELDS } from '../../../core/recommendations/filter-text.ts';
import { FACT_KINDS } from '../../../core/segments/contract.ts';

/** Whom or what a filter picks: items for a slate, or customers for a campaign. */
export type FilterSubject = 'items' | 'customers';

/** What the values of a field are. */
export type ChoiceKind = 'text' | 'list' | 'number' | 'money' | 'boolean' | 'time';

export interface FieldChoice {
  /** As the language writes it; of attributes without a name. */
  readonly key: string;
  readonly field: Pick<Field, 'root' | 'names'>;
  readonly kind: ChoiceKind;
  /** Texts of any name. */
  readonly isAttributes: boolean;
  /** Whether there may be none. */
  readonly isOptional: boolean;
}

/** Texts to the language, moments to a reader. */
const MOMENTS: ReadonlySet<string> = new Set(['updatedAt', 'firstSeenAt', 'lastSeenAt']);
const AMOUNTS: ReadonlySet<string> = new Set(['price', 'spent', 'basket_value']);
const OPTIONAL: ReadonlySet<string> = new Set(['stock', 'firstSeenAt', 'lastSeenAt']);

const CHOICES: Readonly<Record<FilterSubject, readonly FieldChoice[]>> = {
  items: ROOTS.flatMap((root) =>
    Object.entries(FILTER_FIELDS[root]).flatMap(([name, kind]) =>
      kind === 'item'
        ? Object.entries(ITEM_FIELDS).map(([own, ownKind]) => choiceOf({ root, names: [name, own] }, ownKind))
        : [choiceOf({ root, names: [name] }, kind)],
    ),
  ),
  customers: Object.entries(FACT_KINDS).map(([name, kind]) =>
    choiceOf({ root: 'customer', names: [name] }, kind, true),
  ),
};

export const choicesFor = (subject: FilterSubject): readonly FieldChoice[] => CHOICES[subject];

function choiceOf(field: FieldChoice['field'], kind: FieldKind, isFact = false): FieldChoice {
  const name = field.names.at(-1) ?? '';
  const isAttributes = kind === 'attributes';
  const isOfContext = field.root === 'context' && name !== 'surface';
  return {
    key: printPath(field),
    field,
    kind: kindFor(name, kind),
    isAttributes,
    isOptional: isAttributes || isFact || isOfContext || OPTIONAL.has(name),
  };
}

function kindFor(name: string, kind: FieldKind): ChoiceKind {
  if (MOMENTS.has(name)) return 'time';
  if (AMOUNTS.has(name)) return 'money';
  if (kind === 'number' || kind === 'boolean') return kind;
  return typeof kind === 'string' ? 'text' : 'list';
}

/** What a field of a filter is; one that is not known is read as a text under its own name. */
export function choiceFor(subject: FilterSubject, { root, names }: Field): FieldChoice {
  const known = choicesFor(subject).find(
    ({ field, isAttributes }) =>
      field.root === root &&
      names.length === field.names.length + (isAttributes ? 1 : 0) &&
      field.names.every((name, place) => name === names[place]),
  );
  const field = { root, names };
  return known ?? { key: printPath(field), field, kind: 'text', isAttributes: false, isOptional: true };
}

/** The name of the attribute that is asked for. */
export const attributeOf = ({ isAttributes }: FieldChoice, { names }: Field): string | undefined =>
  isAttributes ? names.at(-1) : undefined;

/** Fields that a text may be among: lists of the customer's; and those that a field may be the same as: of the product being viewed. */
export function othersFor(subject: FilterSubject, operator: 'sameAs' | 'among', kind: ChoiceKind): FieldChoice[] {
  const [wanted, root] = operator === 'among' ? (['list', 'customer'] as const) : ([kind, 'context'] as const);
  return choicesFor(subject).filter(
    ({ kind: one, isAttributes, field }) =>
      one === wanted && field.root === root && !isAttributes && field.names[0] !== 'surface',
  );
}
