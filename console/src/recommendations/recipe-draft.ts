import type { FieldError } from '../../../core/platform/errors.ts';
import { fieldErrorsOf, pointerOf } from '../../../core/platform/field-errors.ts';
import { BUILT_IN, type Recipe, type RecipeBase, RecipeDraft } from '../../../core/recommendations/recipe.ts';

export interface ReadDraft {
  /** Absent while something is wrong. */
  readonly data: RecipeDraft | undefined;
  readonly errors: readonly FieldError[];
}

/** What a form holds, read by the contract. */
export function readDraft({ name: _name, version: _version, updatedAt: _at, ...content }: Recipe): ReadDraft {
  const read = RecipeDraft.safeParse({ ...content, filter: content.filter?.trim() || undefined });
  return { data: read.data, errors: read.error ? fieldErrorsOf(read.error) : [] };
}

/** What is wrong with a field or anything in it, by its path. */
export function errorOf(errors: readonly FieldError[], path: readonly PropertyKey[]): FieldError | undefined {
  const at = pointerOf(path);
  return errors.find(({ pointer }) => pointer === at || pointer.startsWith(`${at}/`));
}

/** Another base brings the exclusions that suit it, unless somebody has chosen others. */
export function withBase(draft: Recipe, base: RecipeBase): Recipe {
  const usual = BUILT_IN.get(draft.base)?.exclude;
  const isUsual = JSON.stringify(usual) === JSON.stringify(draft.exclude);
  return { ...draft, base, exclude: (isUsual ? BUILT_IN.get(base)?.exclude : undefined) ?? draft.exclude };
}

/** As a `datetime-local` field writes a moment: to the minute, where the reader is. */
export function toLocalMoment(iso: string | undefined): string {
  const at = new Date(iso ?? Number.NaN);
  if (Number.isNaN(at.getTime())) return '';
  const [year, month, day] = [padded(at.getFullYear(), 4), padded(at.getMonth() + 1), padded(at.getDate())];
  return `${year}-${month}-${day}T${padded(at.getHours())}:${padded(at.getMinutes())}`;
}

const padded = (part: number, digits = 2) => String(part).padStart(digits, '0');

export function fromLocalMoment(text: string): string | undefined {
  const at = new Date(text);
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString();
}

/** Rules with one of them, by its place, changed in part. */
export const withRule = <Rule>(rules: readonly Rule[], index: number, changed: Partial<Rule>): Rule[] =>
  rules.map((one, at) => (at === index ? { ...one, ...changed } : one));

export const withoutRule = <Rule>(rules: readonly Rule[], index: number): Rule[] =>
  rules.filter((_, at) => at !== index);
