import { AppError, type FieldError } from '../../core/platform/errors.ts';
import { faultText } from '../../core/platform/fault.ts';

/** Nobody has taught a model for this shop yet. */
export class NoGeneratorError extends AppError {
  constructor(options: ErrorOptions = {}) {
    super('no-generator', 409, faultText('no-generator', {}), options);
  }
}

/** The model cannot write what was asked for, and says why. */
export class CannotWriteError extends AppError {
  constructor(message: string, options: ErrorOptions = {}) {
    super('cannot-write', 422, message, options);
  }
}

/** Whatever the model wrote, the catalogue could not confirm a sentence of it. */
export class NothingVerifiableError extends AppError {
  constructor(itemId: string, options: ErrorOptions = {}) {
    super(
      'nothing-verifiable',
      422,
      `No sentence about ${itemId} was left that the catalogue confirms. Add facts to the item: its attributes, category and brand`,
      options,
    );
  }
}

/** A text that claims what the facts do not say stays where it is. */
export class UnverifiedClaimsError extends AppError {
  constructor(errors: readonly FieldError[], options: ErrorOptions = {}) {
    super('unverified-claims', 422, 'This text claims what the catalogue does not confirm', { ...options, errors });
  }
}
