import { hashKey } from '@tanstack/react-query';
import type { FieldError } from '../../../core/platform/errors.ts';
import { fieldErrorsOf } from '../../../core/platform/field-errors.ts';
import {
  BUILT_IN,
  choosesCustomers,
  type Recipe,
  type RecipeBase,
  RecipeDraft,
} from '../../../core/recommendations/recipe.ts';

export interface ReadDraft {
  /** Absent while something is wrong. */
  readonly data: RecipeDraft | undefined;
  readonly errors: readonly FieldError[];
}

/** What a form holds, read by the contract; of a recipe that chooses customers, only what has a say in that. */
export function readDraft({ name: _name, version: _version, updatedAt: _at, ...content }: Recipe): ReadDraft {
  const { base, description, boosts, exclude } = content;
  const heard = choosesCustomers(base) ? { base, description, boosts, exclude } : content;
  const read = RecipeDraft.safeParse({ ...heard, filter: content.filter?.trim() || undefined });
  return { data: read.data, errors: read.error ? fieldErrorsOf(read.error) : [] };
}

/** Whether a form holds anything else than it was opened with. Blanks around a text, and what has no say, are no change. */
export const isChanged = (draft: Recipe, opened: Recipe): boolean =>
  hashKey([readDraft(draft).data ?? draft]) !== hashKey([readDraft(opened).data ?? opened]);

/** Another base brings the exclusions and the chance that suit it, unless somebody has chosen others. A look at it loses nothing. */
export function withBase(draft: Recipe, base: RecipeBase): Recipe {
  const [before, usual] = [BUILT_IN.get(draft.base), BUILT_IN.get(base)];
  if (!before || !usual) return { ...draft, base };
  const isChosen = (field: 'exclude' | 'epsilon') => JSON.stringify(before[field]) !== JSON.stringify(draft[field]);
  return {
    ...draft,
    base,
    exclude: isChosen('exclude') ? draft.exclude : usual.exclude,
    epsilon: isChosen('epsilon') ? draft.epsilon : usual.epsilon,
  };
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
