import type { TFunction } from 'i18next';
import { expressionOf } from '../../../core/recommendations/filter/print-rows.ts';
import type { Condition, Field, Group, Plain, Row } from '../../../core/recommendations/filter/rows.ts';
import { createFormats } from '../parts/formats.ts';
import { attributeOf, type ChoiceKind, choiceFor, type FieldChoice, type FilterSubject } from './field-choices.ts';
import { formOf, variantOf } from './variants.ts';

/** What words of filters are made with. */
export interface Wording {
  readonly t: TFunction;
  readonly language: 'en' | 'zh';
  readonly subject: FilterSubject;
  /** Of the shop; amounts are said in minor units while it is not known. */
  readonly currency: string | undefined;
}

/** A field among others to choose from. */
export function choiceName({ t }: Pick<Wording, 't'>, { key, field }: FieldChoice): string {
  const [first, own] = field.names;
  if (field.root === 'context' && first === 'item' && own)
    return t('filters.ofViewed', { field: t(`filters.field.item.${own}`, { defaultValue: own }) });
  return t(`filters.field.${field.root}.${first}`, { defaultValue: key });
}

/** The whole filter as one sentence; undefined where it asks nothing. */
export function sentenceOf(wording: Wording, group: Group): string | undefined {
  const said = clauseOf(wording, group)?.text;
  if (said === undefined) return undefined;
  return `${said.charAt(0).toUpperCase()}${said.slice(1)}${wording.t('filters.stop')}`;
}

interface Clause {
  readonly text: string;
  readonly isJoined: boolean;
}

function clauseOf(wording: Wording, row: Row): Clause | undefined {
  const { t } = wording;
  if (row.kind === 'written')
    return row.text.trim() ? { text: t('filters.quoted', { text: row.text.trim() }), isJoined: false } : undefined;
  if (row.kind === 'condition') return expressionOf(row) && { text: conditionWords(wording, row), isJoined: false };
  const clauses = row.rows.flatMap((inner) => clauseOf(wording, inner) ?? []);
  const [first] = clauses;
  if (!first) return undefined;
  const isOfAll = row.join === 'all' || row.join === 'notAll';
  const joined =
    clauses.length > 1
      ? clauses
          .map(({ text, isJoined }) => (isJoined ? t('filters.bracketed', { text }) : text))
          .join(t(isOfAll ? 'filters.and' : 'filters.or'))
      : first.text;
  if (row.join === 'none' || row.join === 'notAll')
    return { text: t('filters.notTrue', { text: joined }), isJoined: false };
  return { text: joined, isJoined: clauses.length > 1 || first.isJoined };
}

function conditionWords(wording: Wording, condition: Condition): string {
  const { t, subject, language } = wording;
  const { kind } = choiceFor(subject, condition.field);
  const values = condition.values.map((value) => valueWords(wording, condition, value));
  const list = new Intl.ListFormat(locale(language), {
    type: condition.operator === 'between' ? 'conjunction' : 'disjunction',
  });
  return t(`filters.says.${formOf(variantOf(condition), kind)}`, {
    field: fieldWords(wording, condition.field),
    values: condition.other ? fieldWords(wording, condition.other) : list.format(values),
  });
}

const locale = (language: 'en' | 'zh') => (language === 'zh' ? 'zh-CN' : 'en-GB');

/** The name of a field inside a sentence. */
function fieldWords(wording: Wording, field: Field): string {
  const { t, subject } = wording;
  const choice = choiceFor(subject, field);
  const name = choiceName(wording, choice);
  const attribute = attributeOf(choice, field);
  const plain = attribute === undefined ? small(name) : t('filters.attribute', { field: small(name), name: attribute });
  return field.by ? t(`filters.measured.${field.by}`, { field: plain }) : plain;
}

/** Small at its beginning, unless that is an abbreviation. */
const small = (text: string): string =>
  /^\p{Lu}\p{Ll}/u.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;

const DAY_MS = 86_400_000;
/** What is compared is said whole, however small. */
const MOST_DIGITS = 20;

function valueWords({ t, language, currency, subject }: Wording, { field }: Condition, value: Plain): string {
  const { money, moment } = createFormats(language);
  const kind: ChoiceKind = choiceFor(subject, field).kind;
  if (typeof value === 'number')
    return kind === 'money' && !field.by
      ? money(value, currency)
      : new Intl.NumberFormat(locale(language), { maximumFractionDigits: MOST_DIGITS }).format(value);
  if (typeof value === 'boolean') return t(value ? 'filters.true' : 'filters.false');
  if (typeof value === 'string') return namedValue(t, field, value);
  if ('durationMs' in value) return stretchWords(locale(language), value.durationMs);
  if (value.time % DAY_MS) return moment(new Date(value.time).toISOString());
  return new Intl.DateTimeFormat(locale(language), { dateStyle: 'long', timeZone: 'UTC' }).format(value.time);
}

/** Values that the platform itself gives have names of their own. */
export function namedValue(t: TFunction, { root, names }: Field, value: string): string {
  if (root === 'context' && names[0] === 'surface') return t(`slate.surface.${value}`, { defaultValue: value });
  if (root === 'customer' && names[0] === 'rfm') return t(`profile.segment.${value}`, { defaultValue: value });
  return value;
}

function stretchWords(language: string, durationMs: number): string {
  const unit = durationMs % DAY_MS === 0 ? 'day' : 'hour';
  const count = durationMs / (unit === 'day' ? DAY_MS : 3_600_000);
  return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(count);
}
