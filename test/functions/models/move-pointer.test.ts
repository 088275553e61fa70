import type { ModelVersion, Pointer } from '../../../core/models/contract.ts';
import { ConflictError } from '../../../core/platform/errors.ts';
import { moveChampion } from '../../../functions/models/move-pointer.ts';
import { aChallenger, aPointer, aVariant } from '../../support/models.ts';

const now = new Date('2026-11-01T03:00:00.000Z');
type To = 'canary' | 'promote' | 'back';

/** A pointer in memory, the statuses of versions, and how often the pointer was written. */
function aRegistry(start?: Pointer) {
  let pointer = start;
  const statuses: Record<string, ModelVersion['status']> = { v1: 'champion', v2: 'deploying', v3: 'deploying' };
  const writes: (Pointer | 'removed')[] = [];
  const models = {
    pointer: async () => pointer,
    movePointer: async (_shop: string, _model: string, next: Pointer) => {
      pointer = next;
      writes.push(next);
    },
    removePointer: async () => {
      pointer = undefined;
      writes.push('removed');
    },
    setVersionStatus: async (_shop: string, _model: string, version: string, status: ModelVersion['status']) => {
      statuses[version] = status;
    },
  };
  const move = (to: To, version: string, replaces: string | null = 'v1', ports: Partial<typeof models> = {}) =>
    moveChampion(
      { shop: 'demo', model: 'purchase', runId: 'run-2', to, challenger: aChallenger(version), share: 0.1, replaces },
      now,
      { ...models, ...ports },
    );
  return { statuses, writes, move, pointer: () => pointer };
}

describe('moveChampion', () => {
  it('leads a challenger through its canary to champion, and the champion before to retirement', async () => {
    const { statuses, move } = aRegistry(aPointer());

    await move('canary', 'v2');
    expect(statuses).toMatchObject({ v1: 'champion', v2: 'deploying' });
    const { pointer, retired } = await move('promote', 'v2');

    expect(statuses).toMatchObject({ v1: 'retired', v2: 'champion' });
    expect(pointer).toMatchObject({ variants: [aVariant('v2')], previous: 'v1', revision: 3 });
    expect(retired).toEqual([{ endpointName: 'endpoint-v1' }]);
  });

  it.each<[To, To[]]>([
    ['canary', []],
    ['promote', ['canary']],
    ['back', ['canary']],
  ])('writes once when %s is tried again', async (to, before) => {
    const { writes, statuses, move } = aRegistry(aPointer());
    for (const one of before) await move(one, 'v2');
    const first = await move(to, 'v2');
    const seen = { ...statuses };

    const second = await move(to, 'v2');

    expect(writes.length).toBe(before.length + 1);
    expect(second.pointer).toEqual(first.pointer);
    expect(statuses).toEqual(seen);
  });

  it('answers again whom it retired, so that no endpoint is forgotten when a step is tried again', async () => {
    const { statuses, move } = aRegistry(aPointer());
    await move('canary', 'v2');
    const setVersionStatus = async () => Promise.reject(new Error('throttled'));
    await expect(move('promote', 'v2', 'v1', { setVersionStatus })).rejects.toThrow('throttled');

    await expect(move('promote', 'v2')).resolves.toMatchObject({ retired: [{ endpointName: 'endpoint-v1' }] });
    expect(statuses).toMatchObject({ v1: 'retired', v2: 'champion' });
  });

  it('returns to the champion before when a promotion breaks half-way', async () => {
    const { statuses, pointer, move } = aRegistry(aPointer());
    await move('canary', 'v2');
    const setVersionStatus = async () => Promise.reject(new Error('throttled'));
    await expect(move('promote', 'v2', 'v1', { setVersionStatus })).rejects.toThrow('throttled');

    await move('back', 'v2');

    expect(pointer()?.variants).toEqual([aVariant('v1')]);
    expect(statuses).toMatchObject({ v1: 'champion', v2: 'failed' });
  });

  it('leaves nobody when the first model of all goes back', async () => {
    const { writes, statuses, pointer, move } = aRegistry();
    await move('canary', 'v2', null);

    await expect(move('back', 'v2', null)).resolves.toEqual({
      pointer: null,
      retired: [{ endpointName: 'endpoint-v2' }],
    });
    await move('back', 'v2', null);

    expect(pointer()).toBeUndefined();
    expect(writes).toEqual([expect.anything(), 'removed']);
    expect(statuses.v2).toBe('failed');
  });

  it('calls a challenger failed that never came so far as its canary', async () => {
    const { writes, statuses, move } = aRegistry(aPointer());

    await move('back', 'v3');

    expect(writes).toEqual([]);
    expect(statuses).toMatchObject({ v1: 'champion', v3: 'failed' });
  });

  it('does not call a version failed that serves from another endpoint', async () => {
    const { statuses, move } = aRegistry(aPointer({ variants: [{ ...aVariant('v1'), endpointName: 'another' }] }));

    await move('back', 'v1');

    expect(statuses.v1).toBe('champion');
  });

  it('lets nobody replace a champion that it was not judged against', async () => {
    const { writes, statuses, move } = aRegistry(aPointer());
    await move('canary', 'v2');
    await move('promote', 'v2');

    await expect(move('canary', 'v3', 'v1')).rejects.toThrow(ConflictError);

    expect(writes.length).toBe(2);
    expect(statuses).toMatchObject({ v2: 'champion', v3: 'deploying' });
  });

  it('calls nobody champion whose canary was displaced', async () => {
    const { statuses, move } = aRegistry(aPointer());

    await expect(move('promote', 'v3')).rejects.toThrow(ConflictError);
    expect(statuses.v3).toBe('deploying');
  });

  it('changes no status when the race for the pointer is lost', async () => {
    const { statuses, move } = aRegistry(aPointer());
    await move('canary', 'v2');
    const movePointer = async () => Promise.reject(new ConflictError('somebody else'));

    await expect(move('promote', 'v2', 'v1', { movePointer })).rejects.toThrow(ConflictError);
    expect(statuses).toMatchObject({ v1: 'champion', v2: 'deploying' });
  });
});
