import type { Message, RunCounts } from './contract.ts';

const COUNTED = {
  claimed: 'unresolved',
  sent: 'sent',
  held: 'held',
  'held-out': 'heldOut',
  skipped: 'skipped',
  failed: 'failed',
} as const satisfies Record<Message['status'], keyof RunCounts>;

export async function countsOf(messages: AsyncIterable<Pick<Message, 'status'>>): Promise<RunCounts> {
  const counts: RunCounts = { audience: 0, sent: 0, heldOut: 0, held: 0, skipped: 0, failed: 0, unresolved: 0 };
  for await (const { status } of messages) {
    counts.audience += 1;
    counts[COUNTED[status]] += 1;
  }
  return counts;
}
