import * as z from 'zod';
import type { Contact, Topic } from './contract.ts';

const WEEK_MS = 7 * 86_400_000;
const DAY_MS = 86_400_000;

/** A reason not to write to somebody; for each customer the first that holds is told. */
export const SkipReason = z.enum([
  'suppressed',
  'no-consent',
  'no-address',
  'weekly-cap',
  'campaign-cap',
  'low-response',
  'rejected',
  'broken',
]);
export type SkipReason = z.infer<typeof SkipReason>;

/** May we write to this person about this at all? Asked before any arm is drawn, so that both arms are alike. */
export function refusalOf(contact: Contact, topic: Topic, hasAddress: boolean): SkipReason | undefined {
  if (contact.suppression) return 'suppressed';
  if (!contact.consents[topic]?.granted) return 'no-consent';
  return hasAddress ? undefined : 'no-address';
}

export interface Caps {
  /** Messages in any seven days, over all campaigns. */
  readonly weekly: number;
  /** Days between two messages of one campaign. */
  readonly campaignDays: number;
}

/** Have we written to this person often enough? */
export function capReached(contact: Contact, campaignId: string, caps: Caps, now: Date): SkipReason | undefined {
  const since = (ms: number) => contact.contacted.filter(({ at }) => Date.parse(at) > now.getTime() - ms);
  if (since(caps.campaignDays * DAY_MS).some((sent) => sent.campaignId === campaignId)) return 'campaign-cap';
  return since(WEEK_MS).length >= caps.weekly ? 'weekly-cap' : undefined;
}
