import { type Collected, collectEvent } from '../../core/events/collect-event.ts';
import { COLLECT_LIMITS, type CollectReceipt } from '../../core/events/contract.ts';
import type { EventQueue } from '../../core/events/event-queue.ts';
import { SegmentBatch, SegmentCall } from '../../core/events/segment-call.ts';
import type { ShopId } from '../../core/platform/contract.ts';
import { atField, ValidationError } from '../../core/platform/errors.ts';
import { fieldErrorsOf, parseFields } from '../../core/platform/field-errors.ts';
import type { InvocationRecord } from '../../core/platform/invocation-record.ts';
import { refusal } from '../../core/platform/refusal.ts';

export interface CollectCall {
  readonly shop: ShopId;
  /** `/track`, … or `/batch`. */
  readonly resource: string;
  readonly now: Date;
  readonly record: InvocationRecord;
}

type Reading = { readonly collected: Collected } | { readonly rejected: CollectReceipt['rejected'][number] };

/**
 * Takes one call or a batch. Good events of a batch are kept and bad ones named, as a shop whose one page sends
 * nonsense still wants the other pages counted; a request without any good event is refused.
 */
export async function collectEvents(
  body: Readonly<Record<string, unknown>>,
  { shop, resource, now, record }: CollectCall,
  queue: Pick<EventQueue, 'send'>,
): Promise<CollectReceipt> {
  const isBatch = resource === '/batch';
  const { calls, sentAt } = isBatch
    ? callsOf(body)
    : { calls: [{ ...body, type: resource.slice(1) }], sentAt: undefined };
  const readings = calls.map((raw, index) => read(raw, index, isBatch ? `#/batch/${index}` : '#', now, sentAt));
  const collected = readings.flatMap((reading) => ('collected' in reading ? [reading.collected] : []));
  const rejected = readings.flatMap((reading) => ('rejected' in reading ? [reading.rejected] : []));
  record.count('EventRejected', rejected.length);
  if (!collected.length) {
    throw new ValidationError(
      refusal('no-event-reads', {}),
      rejected.flatMap(({ errors }) => errors),
    );
  }
  await queue.send(
    shop,
    now,
    collected.map(({ event }) => event),
  );
  record.count('EventAccepted', collected.length);
  record.count(
    'FieldDropped',
    collected.reduce((sum, { droppedFields }) => sum + droppedFields, 0),
  );
  return { success: true, accepted: collected.length, rejected };
}

function callsOf(body: unknown): { calls: unknown[]; sentAt: string | undefined } {
  const { batch, sentAt, context } = parseFields(SegmentBatch, body);
  if (batch.length > COLLECT_LIMITS.batchEvents) {
    const most = refusal('too-many-events', { most: COLLECT_LIMITS.batchEvents });
    throw new ValidationError(most, [atField('#/batch', most)]);
  }
  return { calls: batch.map((raw) => (context && isRecord(raw) ? { context, ...raw } : raw)), sentAt };
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

function read(raw: unknown, index: number, pointer: string, now: Date, sentAt: string | undefined): Reading {
  if (Buffer.byteLength(JSON.stringify(raw)) > COLLECT_LIMITS.eventBytes) {
    return { rejected: { index, errors: [{ pointer, detail: 'An event may weigh 32 KB' }] } };
  }
  const call = SegmentCall.safeParse(raw);
  if (!call.success) return { rejected: { index, errors: fieldErrorsOf(call.error, pointer) } };
  return { collected: collectEvent(call.data, raw, now, sentAt) };
}
