import { CollectedEvent, type EventBatch, type LakeEvent } from '../../core/events/contract.ts';
import type { PoisonedEvent } from '../../core/events/quarantine.ts';
import { type EventOrigin, toLakeEvent } from '../../core/events/to-lake-event.ts';

/** An event with and without the person it is about. */
export interface ReadEvent {
  readonly collected: CollectedEvent;
  readonly lakeEvent: LakeEvent;
}

export interface ReadEvents {
  readonly events: ReadEvent[];
  readonly poisoned: PoisonedEvent[];
}

/** Reads the batches of one shop event by event: the second of a message id is left out, a bad one is put aside. */
export function readEvents(batches: readonly EventBatch[], origin: Omit<EventOrigin, 'receivedAt'>): ReadEvents {
  const events = new Map<string, ReadEvent>();
  const poisoned: PoisonedEvent[] = [];
  for (const { events: raws, receivedAt } of batches) {
    for (const raw of raws) {
      const reading = readOne(raw, { ...origin, receivedAt });
      if ('reason' in reading) poisoned.push(reading);
      else if (!events.has(reading.collected.messageId)) events.set(reading.collected.messageId, reading);
    }
  }
  return { events: [...events.values()], poisoned };
}

function readOne(raw: unknown, origin: EventOrigin): ReadEvent | PoisonedEvent {
  const collected = CollectedEvent.safeParse(raw);
  if (!collected.success) {
    // The paths and not the values: what was said about whom stays in the sealed part.
    const reason = collected.error.issues.map(({ path, code }) => `${path.join('.')}: ${code}`).join(', ');
    return { reason, raw };
  }
  const { userId, anonymousId } = collected.data;
  if (userId === undefined && anonymousId === undefined) return { reason: 'names nobody', raw };
  return { collected: collected.data, lakeEvent: toLakeEvent(collected.data, origin) };
}
