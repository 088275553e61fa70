import { RunId, type StartTrainingRequest } from '../../../core/models/contract.ts';
import { runIdOf, startTraining } from '../../../functions/models/start-training.ts';
import { candidateSetting, plan, plans } from '../../support/models.ts';

const now = new Date('2026-11-01T03:04:05.678Z');
function aStarter(start: () => Promise<void> = async () => undefined) {
  const runs = new Map<string, unknown>();
  const executions = { arnOf: (name: string) => `arn:${name}`, start: jest.fn(start) };
  const models = {
    createRun: jest.fn(
      async (_shop: string, run: { runId: string }) => !runs.has(run.runId) && !!runs.set(run.runId, run),
    ),
    reopenRun: jest.fn(async () => undefined),
    failRun: jest.fn(async () => undefined),
  };
  const order = (request: StartTrainingRequest, orderId = 'key-1', shop = 'demo') =>
    startTraining({ shop, model: 'purchase', request, trigger: 'demand', orderId, now }, plans, { models, executions });
  return { runs, executions, models, order };
}

describe('startTraining', () => {
  it('writes the run down and hands the plan of the stage to the workflow', async () => {
    const { executions, models, order } = aStarter();

    const { runId } = await order({});

    expect(executions.start).toHaveBeenCalledWith(`demo-purchase-${runId}`, {
      shop: 'demo',
      model: 'purchase',
      runId,
      until: now.toISOString(),
      trigger: 'demand',
      plan,
    });
    expect(models.createRun).toHaveBeenCalledWith('demo', {
      runId,
      model: 'purchase',
      status: 'running',
      trigger: 'demand',
      startedAt: now.toISOString(),
      executionArn: `arn:demo-purchase-${runId}`,
    });
    expect(models.createRun.mock.invocationCallOrder[0]).toBeLessThan(
      executions.start.mock.invocationCallOrder[0] ?? 0,
    );
  });

  it('takes from a request what differs from the plan, and leaves the plan as it was', async () => {
    const { executions, order } = aStarter();

    await order({
      until: '2026-10-01T00:00:00.000Z',
      rowLimit: 1_000,
      seed: 7,
      candidates: ['trees'],
      hyperparameters: { trees: { epochs: '9' } },
    });

    expect(executions.start).toHaveBeenCalledWith(
      expect.any(String),
      expect.objectContaining({
        until: '2026-10-01T00:00:00.000Z',
        plan: {
          ...plan,
          rowLimit: 1_000,
          seed: 7,
          candidates: [{ ...candidateSetting('trees'), hyperparameters: { epochs: '9', seed: '1' } }],
        },
      }),
    );
    expect(plan.candidates[1]?.hyperparameters.epochs).toBe('3');
  });

  it('answers the same order with the same run, under the same name, which is taken once', async () => {
    const { runs, executions, order } = aStarter();

    const first = await order({});
    const second = await order({});

    expect(second).toEqual(first);
    expect(runs.size).toBe(1);
    expect(new Set(executions.start.mock.calls.map(([name]: unknown[]) => name)).size).toBe(1);
  });

  it('tells another order and another shop apart', async () => {
    const { order } = aStarter();
    const ids = [await order({}), await order({}, 'key-2'), await order({}, 'key-1', 'other')].map(
      ({ runId }) => runId,
    );

    expect(new Set(ids).size).toBe(3);
  });

  it('says of a run that the workflow did not take that it failed', async () => {
    const { models, order } = aStarter(async () => Promise.reject(new Error('throttled')));

    await expect(order({})).rejects.toThrow('throttled');
    expect(models.failRun).toHaveBeenCalledWith('demo', 'purchase', expect.any(String), {
      reason: 'The workflow could not be started',
      endedAt: now.toISOString(),
    });
  });

  it('says no longer that it failed when the same order is sent again', async () => {
    const { models, order } = aStarter();
    const { runId } = await order({});
    expect(models.reopenRun).not.toHaveBeenCalled();

    await order({});

    expect(models.reopenRun.mock.calls).toEqual([['demo', 'purchase', runId, 'The workflow could not be started']]);
  });

  it('points at every candidate that it does not know, and starts nothing', async () => {
    const { executions, models, order } = aStarter();
    const request = { candidates: ['trees', 'nobody'], hyperparameters: { ghost: { epochs: '1' } } };

    const detail = 'There is no such candidate; there are bert, trees';
    await expect(order(request)).rejects.toMatchObject({
      name: 'ValidationError',
      errors: [
        { pointer: '#/candidates/1', detail },
        { pointer: '#/hyperparameters/ghost', detail },
      ],
    });
    expect(executions.start).not.toHaveBeenCalled();
    expect(models.createRun).not.toHaveBeenCalled();
  });
});

describe('the id of a run', () => {
  it('begins with its second, so that later runs sort later', () => {
    const later = new Date(now.getTime() + 1_000);

    expect(runIdOf(now, 'a')).toMatch(/^20261101030405-[0-9a-f]{6}$/);
    expect(RunId.safeParse(runIdOf(now, 'a')).success).toBe(true);
    expect(runIdOf(later, 'a') > runIdOf(now, 'zzz')).toBe(true);
  });
});
