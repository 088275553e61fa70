import { backOff } from './back-off.ts';
import { UnavailableError } from './errors.ts';
import type { Refusal } from './refusal.ts';

const ATTEMPTS = 8;

export interface ConditionalChange<Held, Next> {
  readonly read: () => Promise<Held>;
  /** What is to be written in place of what was read; undefined where there is nothing to change. */
  readonly change: (held: Held) => Next | undefined | Promise<Next | undefined>;
  /** Writes over nothing but what was read; answers false where somebody else was faster. */
  readonly write: (next: Next, held: Held) => Promise<boolean>;
  /** What was read before, or may be taken for granted, for the first try. */
  readonly first?: Held;
  /** Told where others were faster each time. */
  readonly refusal: Refusal | string;
}

export interface Changed<Held, Next> {
  readonly held: Held;
  /** What was written; undefined where there was nothing to change. */
  readonly next: Next | undefined;
}

/**
 * Takes what is stored from what it is to what `change` makes of it, all over again where somebody else wrote in
 * between. Of eight such tries the last is followed by one more look: a write may have come through whose answer did not.
 */
export async function changeOnCondition<Held, Next>({
  read,
  change,
  write,
  first,
  refusal,
}: ConditionalChange<Held, Next>): Promise<Changed<Held, Next>> {
  for (let attempt = 0; ; attempt++) {
    if (attempt && attempt < ATTEMPTS) await backOff(attempt);
    const held = attempt || first === undefined ? await read() : first;
    const next = await change(held);
    if (next === undefined) return { held, next };
    if (attempt === ATTEMPTS) throw new UnavailableError(refusal);
    if (await write(next, held)) return { held, next };
  }
}

/** Of a write: the row still has the revision that was read, which is 0 where it had none. */
export const onRevision = (held: number) =>
  held
    ? { ConditionExpression: 'revision = :held', ExpressionAttributeValues: { ':held': held } }
    : { ConditionExpression: 'attribute_not_exists(revision)' };
