import { ApiError } from '../../../console/src/api/api-error.ts';
import { whileRunning } from '../../../console/src/api/while-running.ts';

const next = (data: { status: string } | undefined, error: Error | null = null) =>
  whileRunning(2_000)({ state: { data, error } });

describe('what goes on', () => {
  it('is looked at again until it has ended', () => {
    expect([next(undefined), next({ status: 'running' }), next({ status: 'done' })]).toEqual([2_000, 2_000, false]);
  });

  it('is looked at again after trouble that passes, and no more where it is not there to be seen', () => {
    expect(next(undefined, new ApiError('unreachable'))).toBe(2_000);
    expect(next({ status: 'running' }, new ApiError('refused', 503))).toBe(2_000);
    expect(next(undefined, new ApiError('refused', 404))).toBe(false);
  });
});
