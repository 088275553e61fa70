import type { Pointer, Variant } from './contract.ts';

/** Where a pointer is asked to go. */
export type Move =
  | { readonly to: 'canary'; readonly challenger: Omit<Variant, 'weight'>; readonly share: number }
  | { readonly to: 'promote'; readonly modelVersion: string }
  | { readonly to: 'back'; readonly modelVersion: string };

export interface Moved {
  readonly pointer: Pointer | undefined;
  /** Endpoints that no longer serve anybody and may go. */
  readonly retired: readonly Variant[];
}

/**
 * The next pointer: a challenger beside the champion with a small share, alone, or gone. Repeating a move changes
 * nothing, so that a step of the workflow may be tried again. The first champion of all has nobody to stand beside.
 */
export function movePointer(before: Pointer | undefined, move: Move, now: Date): Moved {
  const variants = before?.variants ?? [];
  const champion = variants.find(({ modelVersion }) => modelVersion !== versionOf(move));
  const challenger = variants.find(({ modelVersion }) => modelVersion === versionOf(move));
  if (move.to === 'canary') {
    if (challenger) return { pointer: before, retired: [] };
    const share = champion ? move.share : 1;
    const beside = champion ? [{ ...champion, weight: 1 - share }] : [];
    return { pointer: next(before, [...beside, { ...move.challenger, weight: share }], now), retired: [] };
  }
  if (!challenger) return { pointer: before, retired: [] };
  if (move.to === 'promote') {
    if (challenger.weight === 1 && variants.length === 1) return { pointer: before, retired: [] };
    const moved = {
      ...next(before, [{ ...challenger, weight: 1 }], now),
      ...(champion ? { previous: champion.modelVersion } : {}),
    };
    return { pointer: moved, retired: champion ? [champion] : [] };
  }
  if (!champion) return { pointer: before, retired: [] };
  return { pointer: next(before, [{ ...champion, weight: 1 }], now), retired: [challenger] };
}

const versionOf = (move: Move) => (move.to === 'canary' ? move.challenger.modelVersion : move.modelVersion);

function next(before: Pointer | undefined, variants: Variant[], now: Date): Pointer {
  return { ...before, variants, updatedAt: now.toISOString(), revision: (before?.revision ?? 0) + 1 };
}
