import { ValidationError } from '../platform/errors.ts';
import { toldBy } from '../platform/field-errors.ts';
import { refusal } from '../platform/refusal.ts';
import { compileFilter } from '../recommendations/filter/compile-filter.ts';
import { FilterSyntaxError } from '../recommendations/filter/grammar.ts';
import { parseFilter } from '../recommendations/filter/parse-filter.ts';
import { checkSegment, factsAskedBy } from './check-segment.ts';
import { DoneFacts, ProfiledFacts, type SegmentFacts } from './contract.ts';

export interface Segment {
  (facts: SegmentFacts, now: Date): boolean;
  /** Whether it asks anything that only a profile knows. */
  readonly asksProfiles: boolean;
  /** Whether it asks anything of what a customer did. */
  readonly asksStates: boolean;
}

/** The rule of a segment, in the language of filters over `customer.*`. Throws FilterSyntaxError with a position. */
export function compileSegment(text: string): Segment {
  const expression = parseFilter(text);
  checkSegment(expression);
  const filter = compileFilter(expression);
  const isMet = (facts: SegmentFacts, now: Date) =>
    filter({ item: {}, customer: { ...facts }, context: {}, now: now.getTime() });
  const asked = factsAskedBy(expression);
  return Object.assign(isMet, {
    asksProfiles: asked.some((name) => name in ProfiledFacts.shape),
    asksStates: asked.some((name) => name in DoneFacts.shape),
  });
}

/** The same for text that a caller sent: what does not read is a refusal that names the place. */
export function readSegment(text: string, pointer = '#/segment'): Segment {
  try {
    return compileSegment(text);
  } catch (cause) {
    if (!(cause instanceof FilterSyntaxError)) throw cause;
    const { message: detail, told, position } = cause;
    const error = { pointer, detail, ...toldBy({ ...told, position }) };
    throw new ValidationError(refusal('bad-segment', {}), [error], { cause });
  }
}
