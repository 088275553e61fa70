import { CampaignDefinition, type CampaignDraft, Copy, Language } from '../../../core/campaigns/contract.ts';
import type { FieldError } from '../../../core/platform/errors.ts';
import { fieldErrorsOf } from '../../../core/platform/field-errors.ts';
import { ApiError } from '../api/api-error.ts';
import { errorOf } from '../parts/field-message.ts';

/** The words of a message in the order that they are read in. */
export const WORDS = Copy.keyof().options;

/** Where a definition stands in the request that saves it. */
const ROOT = '#/definition';
const PERCENTS = [`${ROOT}/holdoutShare`, `${ROOT}/targeting/share`];

export interface ReadCampaign {
  /** Absent while something is wrong. */
  readonly data: CampaignDefinition | undefined;
  readonly errors: readonly FieldError[];
}

/** What somebody made of a campaign and has not saved. */
export interface Edit {
  /** The revision that it began from, or that was saved of it since. */
  readonly of: number;
  readonly draft: CampaignDraft;
}

/** What is left of an edit when a draft was saved as a revision: what was written since it was sent. */
export const afterSaving = (edit: Edit | undefined, sent: CampaignDraft, revision: number): Edit | undefined =>
  edit && edit.draft !== sent ? { ...edit, of: revision } : undefined;

/** Whether saving would change anything. */
export const isChanged = (draft: CampaignDraft, { definition, isActive }: CampaignDraft): boolean =>
  draft.isActive !== isActive || JSON.stringify(draft.definition) !== JSON.stringify(definition);

/** What the form holds, read by the contract; what is wrong is named as the platform names it. */
export function readCampaign(draft: CampaignDefinition): ReadCampaign {
  const { data, error } = CampaignDefinition.safeParse(draft);
  return { data, errors: error ? fieldErrorsOf(error, ROOT).map(inItsUnit) : [] };
}

/** The form has its shares in per cent. */
function inItsUnit(error: FieldError): FieldError {
  if (!PERCENTS.includes(error.pointer)) return error;
  const values = Object.entries(error.values ?? {}).map(([name, share]) => [name, `${100 * Number(share)} %`]);
  return { ...error, values: Object.fromEntries(values) };
}

/** A draft that was not saved, and why. */
export interface Refusal {
  readonly draft: CampaignDefinition;
  readonly errors: readonly FieldError[];
}

/** What of an error is about the fields of a draft that was sent. */
export const refusalOf = (draft: CampaignDefinition, error: Error | null): Refusal | undefined =>
  error instanceof ApiError ? { draft, errors: error.errors } : undefined;

/** What a refusal still says: a field that was changed since may be right now. */
export const stillWrong = (refusal: Refusal | undefined, draft: CampaignDefinition): FieldError[] =>
  (refusal?.errors ?? []).filter(({ pointer }) => textAt(refusal?.draft, pointer) === textAt(draft, pointer));

function textAt(definition: CampaignDefinition | undefined, pointer: string): string | undefined {
  const path = pointer.replace(`${ROOT}/`, '').split('/');
  const value = path.reduce<unknown>(
    (tree, name) =>
      typeof tree === 'object' && tree !== null ? Object.entries(tree).find(([key]) => key === name)?.[1] : undefined,
    definition,
  );
  return JSON.stringify(value);
}

/** What the form has a field for. */
const FIELDS = [
  ...['name', 'segment', 'holdoutShare', 'repeatAfterDays', 'attributionDays', 'items'].map((name) => [name]),
  ...[
    ['targeting', 'share'],
    ['schedule', 'expression'],
    ['schedule', 'timeZone'],
  ],
  ...Language.options.flatMap((language) => WORDS.map((name) => ['copy', language, name])),
];

/** Told at its fields, so that no notice need tell it. */
export const isToldAtFields = (error: Error): boolean =>
  error instanceof ApiError && error.errors.length > 0 && error.errors.every(hasField);

const hasField = (error: FieldError): boolean => FIELDS.some((path) => errorOf([error], ['definition', ...path]));

/** The language to show so that the first wrong field is seen: another only where all that is wrong is in its words. */
export const languageToShow = (errors: readonly FieldError[], shown: Language): Language =>
  errors.length ? (Language.options.find((one) => errors.every((error) => isInWordsOf(one, error))) ?? shown) : shown;

const isInWordsOf = (language: Language, error: FieldError) =>
  errorOf([error], ['definition', 'copy', language]) !== undefined;
