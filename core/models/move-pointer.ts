import { ConflictError } from '../platform/errors.ts';
import { fault } from '../platform/fault.ts';
import type { Refusal } from '../platform/refusal.ts';
import type { Pointer, Variant } from './contract.ts';

/** A run has ended by then, whatever hung; the canary of one that vanished stands in nobody's way any longer. */
export const LONGEST_RUN_MS = 86_400_000;

/** Where a pointer is asked to go. A run has one endpoint of its own, by which its moves are known. */
export type Move =
  | {
      readonly to: 'canary';
      readonly challenger: Omit<Variant, 'weight'>;
      readonly share: number;
      /** The version that the challenger was found better than, null where nobody served. */
      readonly replaces: string | null;
    }
  | { readonly to: 'promote'; readonly endpointName: string }
  | { readonly to: 'back'; readonly endpointName: string };

export interface Moved {
  /** Undefined where nobody serves. */
  readonly pointer: Pointer | undefined;
  /** Endpoints that no longer serve anybody and may go. */
  readonly retired: readonly Variant[];
}

/**
 * The next pointer: a challenger beside the champion with a small share, alone, or gone. Repeating a move changes
 * nothing and answers the same, so that a step of the workflow may be tried again. The first champion of all has nobody to
 * stand beside, and nobody serves when it goes back. A move that would let anybody but the version that a challenger was
 * judged against be replaced throws ConflictError.
 */
export function movePointer(before: Pointer | undefined, move: Move, now: Date): Moved {
  if (move.to === 'canary') return toCanary(before, move, now);
  return move.to === 'promote' ? promote(before, move.endpointName, now) : goBack(before, move.endpointName, now);
}

function toCanary(before: Pointer | undefined, move: Extract<Move, { to: 'canary' }>, now: Date): Moved {
  const [champion, other] = before?.variants ?? [];
  const { challenger, share, replaces } = move;
  if (before?.variants.some(({ endpointName }) => endpointName === challenger.endpointName)) return stay(before);
  if ((champion?.modelVersion ?? null) !== replaces)
    throw new ConflictError(overtaken(champion?.modelVersion ?? null, challenger.modelVersion, replaces));
  if (other && before && now.getTime() - Date.parse(before.updatedAt) < LONGEST_RUN_MS)
    throw new ConflictError(fault('canary-taken', { other: other.modelVersion }));
  const variants = champion
    ? [
        { ...champion, weight: 1 - share },
        { ...challenger, weight: share },
      ]
    : [{ ...challenger, weight: 1 }];
  return { pointer: next(before, variants, now), retired: other ? [other] : [] };
}

/** Somebody else came to serve meanwhile, or nobody does any more. */
function overtaken(serving: string | null, challenger: string, replaces: string | null): Refusal {
  if (serving === null) return fault('nobody-serves', { challenger, replaces: replaces ?? 'nobody' });
  return replaces === null
    ? fault('another-first', { serving, challenger })
    : fault('another-serves', { serving, challenger, replaces });
}

function promote(before: Pointer | undefined, endpointName: string, now: Date): Moved {
  const [champion, challenger] = before?.variants ?? [];
  if (champion?.endpointName === endpointName) return { pointer: before, retired: before?.retired ?? [] };
  if (!champion || challenger?.endpointName !== endpointName)
    throw new ConflictError(fault('canary-over', { endpoint: endpointName }));
  const moved = next(before, [{ ...challenger, weight: 1 }], now);
  return { pointer: { ...moved, previous: champion.modelVersion, retired: [champion] }, retired: [champion] };
}

/** Also what a promotion that broke half-way needs: the champion before it is remembered until the next move. */
function goBack(before: Pointer | undefined, endpointName: string, now: Date): Moved {
  const [first, second] = before?.variants ?? [];
  if (second?.endpointName === endpointName && first)
    return { pointer: next(before, [{ ...first, weight: 1 }], now), retired: [second] };
  if (first?.endpointName !== endpointName) return stay(before);
  if (second) throw new ConflictError(fault('another-canary', { endpoint: endpointName }));
  const [former] = before?.retired ?? [];
  if (!former) return { pointer: undefined, retired: [first] };
  const { previous: _, ...restored } = next(before, [{ ...former, weight: 1 }], now);
  return { pointer: restored, retired: [first] };
}

const stay = (before: Pointer | undefined): Moved => ({ pointer: before, retired: [] });

function next(before: Pointer | undefined, variants: Variant[], now: Date): Pointer {
  const { retired: _, ...kept } = before ?? {};
  return { ...kept, variants, updatedAt: now.toISOString(), revision: (before?.revision ?? 0) + 1 };
}
