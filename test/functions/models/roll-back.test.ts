import type { Pointer, RollBackRequest } from '../../../core/models/contract.ts';
import { rollBack } from '../../../functions/models/roll-back.ts';
import { aPointer, aVariant, aVersion } from '../../support/models.ts';

const now = new Date('2026-11-01T03:00:00.000Z');

function aPress(pointer: Pointer | undefined, known: string[] = ['v0', 'v1']) {
  const starter = {
    models: {
      createRun: jest.fn(async () => true),
      reopenRun: async () => undefined,
      failRun: jest.fn(async () => undefined),
    },
    executions: { arnOf: (name: string) => `arn:${name}`, start: jest.fn(async () => undefined) },
  };
  const models = {
    pointer: async () => pointer,
    version: async (_shop: string, _model: string, version: string) =>
      known.includes(version) ? aVersion(version) : undefined,
  };
  const order = (request: RollBackRequest) =>
    rollBack({ shop: 'demo', model: 'purchase', request, orderId: 'key-1', now }, starter, models);
  return { order, start: starter.executions.start, createRun: starter.models.createRun };
}

describe('rollBack', () => {
  it.each<[string, RollBackRequest]>([
    ['the version before', {}],
    ['the version that is asked for', { version: 'v0' }],
  ])('hands %s to the workflow, without a plan to learn by', async (_, request) => {
    const { order, start, createRun } = aPress(aPointer({ previous: 'v0' }));

    const { runId, status } = await order(request);

    expect(status).toBe('running');
    const input = {
      shop: 'demo',
      model: 'purchase',
      runId,
      until: now.toISOString(),
      trigger: 'rollback',
      redeploy: { version: 'v0' },
    };
    expect(start.mock.calls).toEqual([[`demo-purchase-${runId}`, input]]);
    expect(createRun).toHaveBeenCalledWith('demo', expect.objectContaining({ runId, trigger: 'rollback' }));
  });

  it('names the same run for the same order', async () => {
    const { order } = aPress(aPointer({ previous: 'v0' }));

    expect(await order({})).toEqual(await order({}));
  });

  const inCanary = aPointer({ variants: [aVariant('v1', 0.9), aVariant('v2', 0.1)] });
  it.each<[string, Pointer | undefined, RollBackRequest, string]>([
    ['a conflict where none served before', aPointer(), {}, 'ConflictError'],
    ['a conflict where none serves', undefined, {}, 'ConflictError'],
    ['a conflict for the one that serves', aPointer(), { version: 'v1' }, 'ConflictError'],
    ['a conflict for one in its canary', inCanary, { version: 'v2' }, 'ConflictError'],
    ['not found for one that never was', aPointer(), { version: 'v9' }, 'NotFoundError'],
  ])('answers %s, and starts nothing', async (_, pointer, request, name) => {
    const { order, start, createRun } = aPress(pointer);

    await expect(order(request)).rejects.toMatchObject({ name });
    expect(start).not.toHaveBeenCalled();
    expect(createRun).not.toHaveBeenCalled();
  });
});
