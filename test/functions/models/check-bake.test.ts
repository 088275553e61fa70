import { BakeFailedError, checkBake } from '../../../functions/models/check-bake.ts';

const input = {
  shop: 'demo',
  model: 'purchase',
  runId: 'run-2',
  endpointName: 'endpoint-v2',
  modelVersion: 'v2',
  scorer: 'bert',
  trainedIn: 'run-2',
  since: '2026-11-01T03:00:00.000+00:00',
} as const;
const now = new Date('2026-11-01T03:05:00.000Z');
const bake = (errors: number, invocations: number, testAgain = jest.fn(async () => ({}))) => ({
  testAgain,
  checked: checkBake(input, now, async () => ({ invocations, errors }), testAgain),
});

describe('checkBake', () => {
  it.each([
    [0, 0],
    [0, 1_000],
    [2, 2],
    [3, 300],
    [10, 1_000],
  ])('lets a canary pass with %p errors in %p requests', async (errors, invocations) => {
    const { checked, testAgain } = bake(errors, invocations);

    await expect(checked).resolves.toEqual({ errors, invocations });
    expect(testAgain).toHaveBeenCalledTimes(1);
  });

  it.each([
    [3, 3],
    [3, 299],
    [11, 1_000],
  ])('ends a canary with %p errors in %p requests, without asking it again', async (errors, invocations) => {
    const { checked, testAgain } = bake(errors, invocations);

    await expect(checked).rejects.toThrow(BakeFailedError);
    await expect(checked).rejects.toThrow(`${errors} of ${invocations}`);
    expect(testAgain).not.toHaveBeenCalled();
  });

  it('ends a canary that answers wrongly by now', async () => {
    const { checked } = bake(
      0,
      1_000,
      jest.fn(async () => Promise.reject(new Error('two ways'))),
    );

    await expect(checked).rejects.toThrow('two ways');
  });

  it('counts the requests of its endpoint since the canary began', async () => {
    const count = jest.fn(async () => ({ invocations: 1, errors: 0 }));

    await checkBake(input, now, count, async () => ({}));

    expect(count.mock.calls).toEqual([['endpoint-v2', new Date('2026-11-01T03:00:00.000Z'), now]]);
  });
});
