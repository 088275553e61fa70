import type { IfMatch } from '../../core/platform/entity-tag.ts';
import { type AppError, ConflictError, OvertakenError } from '../../core/platform/errors.ts';
import { refusal } from '../../core/platform/refusal.ts';

/** Of a write that lost to another of the same moment: what it named to replace stands there no more; all else may be tried again. */
export function justWritten(name: string, ifMatch: IfMatch | undefined): AppError {
  const written = refusal('recipe-just-written', { name });
  return ifMatch === undefined || ifMatch === '*'
    ? new ConflictError(written, { retryAfterSeconds: 1 })
    : new OvertakenError(written);
}
