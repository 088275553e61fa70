import type { Pointer } from '../../../core/models/contract.ts';
import { LONGEST_RUN_MS, type Move, movePointer } from '../../../core/models/move-pointer.ts';
import { ConflictError } from '../../../core/platform/errors.ts';
import { aChallenger, aPointer, aVariant } from '../../support/models.ts';

const now = new Date('2026-11-01T01:00:00.000Z');
const canary = (version: string, replaces: string | null): Move => ({
  to: 'canary',
  challenger: aChallenger(version),
  share: 0.1,
  replaces,
});
const promote = (version: string): Move => ({ to: 'promote', endpointName: `endpoint-${version}` });
const back = (version: string): Move => ({ to: 'back', endpointName: `endpoint-${version}` });
const moving = (before: Pointer | undefined, ...moves: Move[]) =>
  moves.reduce((pointer, move) => movePointer(pointer, move, now).pointer, before);

const inCanary = moving(aPointer(), canary('v2', 'v1'));

describe('a canary', () => {
  it('puts the challenger beside the champion, with its share', () => {
    expect(inCanary).toEqual({
      variants: [aVariant('v1', 0.9), aVariant('v2', 0.1)],
      updatedAt: now.toISOString(),
      revision: 2,
    });
  });

  it('of the first model of all serves everybody', () => {
    expect(moving(undefined, canary('v1', null))).toMatchObject({ variants: [aVariant('v1')], revision: 1 });
  });

  it.each<[string, Pointer | undefined, string | null]>([
    ['somebody else than it was judged against serves', aPointer(), 'v0'],
    ['it was judged against nobody and somebody serves', aPointer(), null],
    ['the champion that it was judged against serves no longer', undefined, 'v1'],
    ['another challenger is in its canary', inCanary, 'v1'],
  ])('is refused where %s', (_, before, replaces) => {
    expect(() => movePointer(before, canary('v3', replaces), now)).toThrow(ConflictError);
  });

  it('takes the place of one that a run left behind', () => {
    const later = new Date(now.getTime() + LONGEST_RUN_MS);

    const { pointer, retired } = movePointer(inCanary, canary('v3', 'v1'), later);

    expect(pointer?.variants).toEqual([aVariant('v1', 0.9), aVariant('v3', 0.1)]);
    expect(retired).toEqual([aVariant('v2', 0.1)]);
  });
});

describe('a promotion', () => {
  it('lets the challenger serve alone and remembers who served before', () => {
    const { pointer, retired } = movePointer(inCanary, promote('v2'), now);

    expect(pointer).toMatchObject({ variants: [aVariant('v2')], previous: 'v1', revision: 3 });
    expect(retired).toEqual([aVariant('v1', 0.9)]);
  });

  it('that is repeated answers again whom it retired', () => {
    const { pointer } = movePointer(inCanary, promote('v2'), now);

    expect(movePointer(pointer, promote('v2'), now)).toEqual({ pointer, retired: [aVariant('v1', 0.9)] });
  });

  it('that comes late does not end the canary of the next challenger', () => {
    const next = moving(inCanary, promote('v2'), canary('v3', 'v2'));

    expect(movePointer(next, promote('v2'), now)).toEqual({ pointer: next, retired: [] });
  });

  it.each([undefined, aPointer(), inCanary])('is refused without a canary of its own', (before) => {
    expect(() => movePointer(before, promote('v7'), now)).toThrow(ConflictError);
  });
});

describe('a way back', () => {
  it('leaves the former champion alone', () => {
    const { pointer, retired } = movePointer(inCanary, back('v2'), now);

    expect(pointer).toMatchObject({ variants: [aVariant('v1')], revision: 3 });
    expect(retired).toEqual([aVariant('v2', 0.1)]);
  });

  it('leaves the version that could be returned to as it was', () => {
    const { pointer } = movePointer(inCanary && { ...inCanary, previous: 'v0' }, back('v2'), now);

    expect(pointer?.previous).toBe('v0');
  });

  it('from a promotion that broke half-way returns to the champion before', () => {
    const { pointer, retired } = movePointer(moving(inCanary, promote('v2')), back('v2'), now);

    expect(pointer).toEqual({ variants: [aVariant('v1')], updatedAt: now.toISOString(), revision: 4 });
    expect(retired).toEqual([aVariant('v2')]);
  });

  it('of the first model of all leaves nobody, rather than an endpoint that is deleted next', () => {
    const first = moving(undefined, canary('v1', null));

    expect(movePointer(first, back('v1'), now)).toEqual({ pointer: undefined, retired: [aVariant('v1')] });
  });

  it.each([undefined, aPointer(), inCanary])('changes nothing for one that serves nobody', (before) => {
    expect(movePointer(before, back('v7'), now)).toEqual({ pointer: before, retired: [] });
  });

  it('knows its own endpoint from another of the same version', () => {
    const move: Move = { to: 'back', endpointName: 'another-endpoint-of-v1' };

    expect(movePointer(aPointer(), move, now)).toEqual({ pointer: aPointer(), retired: [] });
  });

  it('is refused to a champion beside which a challenger stands', () => {
    expect(() => movePointer(inCanary, back('v1'), now)).toThrow(ConflictError);
  });
});
