import * as z from 'zod';

/** Which revision an answer shows, as `ETag` says it: `"3"`, or `"0"` where nobody has written anything yet. */
export const entityTag = (revision: number): string => `"${revision}"`;

/** The header of an answer that shows it. */
export const tagged = (revision: number) => ({ etag: entityTag(revision) });

/** The same to who reads the description of the API. */
export const ETag = z
  .string()
  .describe(
    'Which revision this is: `"3"`, or `"0"` where nobody has written anything yet. Who changes it says it back by `If-Match`.',
  );

/** What stands in quotes may have a comma in it (RFC 9110, section 8.8.3). */
const TAG = /(?:W\/)?"[!#-~\x80-\xff]*"/g;
const TAGS = `[\\t ,]*(?:${TAG.source}(?:[\\t ]*,[\\t ,]*${TAG.source})*[\\t ]*(?:,[\\t ,]*)?)?`;
const NO_TAGS = 'This is neither * nor a list of entity tags such as "3"';

/**
 * What may be replaced or deleted, as RFC 9110 (section 13.1.1) has it: `*` is anything that is there, a list the revision of any
 * of its tags. Tags are compared strongly, so that a weak one (`W/"3"`) names none.
 */
export const IfMatch = z
  .string()
  .trim()
  .regex(new RegExp(`^(?:\\*|${TAGS})$`), NO_TAGS)
  .transform((sent): '*' | readonly string[] => (sent === '*' ? sent : (sent.match(TAG) ?? [])))
  .describe(
    'What this may replace: the `ETag` that was read, a list of several, or `*` for whatever is there; `"0"` is where nobody has written anything yet. Where something else stands by now, nothing is written (412), unless what was sent is what stands there already. A weak tag (`W/"3"`) matches nothing, and what is neither tags nor `*` is refused (400). Without this header whatever is there is replaced.',
  );
export type IfMatch = z.infer<typeof IfMatch>;

export interface Standing {
  /** 0 where nobody has written anything. */
  readonly revision: number;
  /** Whether it can be read, also where nobody has written it. */
  readonly isThere: boolean;
}

/** Whether what stands is what a request may replace; one that says nothing of it may replace anything. */
export function mayReplace(ifMatch: IfMatch | undefined, { revision, isThere }: Standing): boolean {
  if (ifMatch === undefined) return true;
  return ifMatch === '*' ? isThere : ifMatch.includes(entityTag(revision));
}
