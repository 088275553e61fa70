import type { CustomerView } from '../../../core/customers/contract.ts';

/** How long after a decision an event still counts as having followed it. */
export const WINDOW_DAYS = 7;

type Entry = CustomerView['history'][number];

export interface Followed {
  /** Of the items that were chosen: what was done with them, once each. */
  readonly acts: readonly { readonly kind: Entry['kind']; readonly itemId: string }[];
  /** Whether anything at all was bought. */
  readonly hasBought: boolean;
  /** Whether the window is still open, so that more may follow. */
  readonly isOpen: boolean;
}

const COUNTED: readonly Entry['kind'][] = ['purchase', 'add', 'view', 'wish', 'dismiss'];

/** What a customer did within the window after a decision. It followed; that it was because of it, only an experiment can say. */
export function whatFollowed(at: string, chosen: readonly string[], history: readonly Entry[], now: number): Followed {
  const from = Date.parse(at);
  const until = from + WINDOW_DAYS * 86_400_000;
  const inside = history.filter((entry) => Date.parse(entry.at) > from && Date.parse(entry.at) < until);
  const acts = COUNTED.flatMap((kind) => {
    const items = inside.flatMap((entry) => (entry.kind === kind && entry.itemId ? [entry.itemId] : []));
    return [...new Set(items)].filter((itemId) => chosen.includes(itemId)).map((itemId) => ({ kind, itemId }));
  });
  return { acts, hasBought: inside.some(({ kind }) => kind === 'purchase'), isOpen: now < until };
}
