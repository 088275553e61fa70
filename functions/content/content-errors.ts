import type { Claim } from '../../core/content/contract.ts';
import { AppError, type FieldError } from '../../core/platform/errors.ts';
import { fault } from '../../core/platform/fault.ts';
import { type Refusal, refusal } from '../../core/platform/refusal.ts';

/** Nobody has taught a model for this shop yet. */
export class NoGeneratorError extends AppError {
  constructor(options: ErrorOptions = {}) {
    super('no-generator', 409, fault('no-generator', {}), options);
  }
}

/** The model cannot write what was asked for, and says why. */
export class CannotWriteError extends AppError {
  constructor(message: Refusal | string, options: ErrorOptions = {}) {
    super('cannot-write', 422, message, options);
  }
}

/** Whatever the model wrote, the catalogue could not confirm a sentence of it. */
export class NothingVerifiableError extends AppError {
  constructor(itemId: string, options: ErrorOptions = {}) {
    super('nothing-verifiable', 422, refusal('nothing-verifiable', { itemId }), options);
  }
}

/** A text that claims what the facts do not say stays where it is. */
export class UnverifiedClaimsError extends AppError {
  constructor(pointer: string, claims: readonly Claim[], options: ErrorOptions = {}) {
    const errors = claims.map((claim) => ({ pointer, ...told(claim) }));
    super('unverified-claims', 422, refusal('unverified-claims', {}), { ...options, errors });
  }
}

function told({ text: words, status, fact }: Claim): Omit<FieldError, 'pointer'> {
  const detail = `“${words}” is ${status}${fact === undefined ? '' : ` by ${fact}`}`;
  if (status !== 'contradicted' || fact === undefined) return { detail, code: `claim-${status}`, values: { words } };
  return { detail, code: 'claim-contradicted-by', values: { words, fact } };
}
