import fc from 'fast-check';
import { Pointer } from '../../../core/models/contract.ts';
import { type Move, type Moved, movePointer } from '../../../core/models/move-pointer.ts';
import { ConflictError } from '../../../core/platform/errors.ts';
import { aChallenger } from '../../support/models.ts';

const now = new Date('2026-11-01T01:00:00.000Z');
const version = fc.constantFrom('v1', 'v2', 'v3');
/** `replaces` is filled in as the sequence goes: mostly right, at times what served some moves ago. */
const moves = fc.array(
  fc.record({
    to: fc.constantFrom('canary' as const, 'promote' as const, 'back' as const),
    version,
    share: fc.double({ min: 0.01, max: 0.99, noNaN: true }),
    isStale: fc.boolean(),
    times: fc.integer({ min: 1, max: 3 }),
  }),
  { minLength: 1, maxLength: 30 },
);
type Step = { readonly move: Move; readonly before: Pointer | undefined; readonly moved: Moved };

/** All moves of a sequence that were not refused, each with what stood before it. */
function play(sequence: typeof moves extends fc.Arbitrary<infer T> ? T : never): Step[] {
  const steps: Step[] = [];
  let pointer: Pointer | undefined;
  let stale: string | null = null;
  for (const { to, version: name, share, isStale, times } of sequence) {
    const serving: string | null = pointer?.variants[0]?.modelVersion ?? null;
    const replaces = isStale ? stale : serving;
    if (!isStale) stale = serving;
    const challenger = aChallenger(name);
    const move: Move =
      to === 'canary' ? { to, challenger, share, replaces } : { to, endpointName: challenger.endpointName };
    for (let time = 0; time < times; time++) {
      try {
        const moved = movePointer(pointer, move, now);
        steps.push({ move, before: pointer, moved });
        pointer = moved.pointer;
      } catch (error) {
        expect(error).toBeInstanceOf(ConflictError);
      }
    }
  }
  return steps;
}
const always = (claim: (step: Step) => void) =>
  fc.assert(
    fc.property(moves, (sequence) => play(sequence).forEach(claim)),
    { numRuns: 300 },
  );

describe('the pointer, whatever moves come and however often,', () => {
  it('names one or two endpoints whose weights sum to 1', () =>
    always(({ moved: { pointer } }) => {
      if (!pointer) return;
      expect(Pointer.safeParse(pointer).success).toBe(true);
      expect(pointer.variants.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 12);
      expect(new Set(pointer.variants.map(({ endpointName }) => endpointName)).size).toBe(pointer.variants.length);
    }));

  it('grows its revision by 1 with each change and by nothing without one', () =>
    always(({ before, moved: { pointer } }) => {
      if (pointer === before) return;
      expect(JSON.stringify(pointer)).not.toBe(JSON.stringify(before));
      if (pointer) expect(pointer.revision).toBe((before?.revision ?? 0) + 1);
    }));

  it('is the same after a move and after its repetition', () =>
    always(({ move, moved: { pointer } }) => {
      if (pointer && move.to !== 'back') expect(movePointer(pointer, move, now).pointer).toBe(pointer);
      if (move.to === 'back')
        expect(pointer?.variants.map(({ endpointName }) => endpointName) ?? []).not.toContain(move.endpointName);
    }));

  it('never names an endpoint that it said may go', () =>
    always(({ moved: { pointer, retired } }) => {
      const serving = pointer?.variants.map(({ endpointName }) => endpointName) ?? [];
      for (const { endpointName } of retired) expect(serving).not.toContain(endpointName);
    }));

  it('changes champion only by a promotion, or by going back to the one before', () =>
    always(({ move, before, moved: { pointer } }) => {
      const [old] = before?.variants ?? [];
      const [champion] = pointer?.variants ?? [];
      if (!old || champion?.endpointName === old.endpointName) return;
      if (move.to === 'promote')
        expect([champion?.endpointName, pointer?.previous]).toEqual([move.endpointName, old.modelVersion]);
      else {
        expect(move).toEqual({ to: 'back', endpointName: old.endpointName });
        expect(champion?.endpointName).toBe(before?.retired?.[0]?.endpointName);
      }
    }));
});
