import { ConflictError, NotFoundError } from '../../../core/platform/errors.ts';
import { refusal } from '../../../core/platform/refusal.ts';

describe('a refusal', () => {
  it('is told in English, and beside it without a language', () => {
    const refused = new NotFoundError(refusal('no-recipe-version', { name: 'spring', version: 7 }));

    expect(refused.message).toBe('There is no recipe spring of version 7');
    expect(refused.says).toEqual({ code: 'no-recipe-version', values: { name: 'spring', version: 7 } });
  });

  it('fills in nothing where its sentence has nothing to fill in', () => {
    expect(new NotFoundError(refusal('no-message', {})).says).toEqual({ code: 'no-message' });
  });

  it('has no code in the words of somebody else', () => {
    expect(new ConflictError('The scheduler says no').says).toBeUndefined();
  });
});
