import { statesOfRows } from '../../core/customers/states-of-rows.ts';
import type { EventBatch, EventsMessage, RowBatch } from '../../core/events/contract.ts';
import type { ShopId } from '../../core/platform/contract.ts';
import { inParallel } from '../../core/platform/in-parallel.ts';
import { factsOfError } from '../../core/platform/invocation-record.ts';
import type { Pseudonyms } from '../../core/platform/pseudonyms.ts';
import type { QueueCall, QueueMessage } from '../../core/platform/queue-handler.ts';
import type { ShopRepository } from '../../core/platform/shop-repository.ts';
import { type Projections, projectEvents } from './project-events.ts';
import { readEvents } from './read-events.ts';

const SHOPS_AT_ONCE = 4;
const AREA_OF = { items: 'items', customers: 'customers', outcomes: 'events' } as const;

export interface Consumption extends Projections {
  readonly shops: Pick<ShopRepository, 'get'>;
  readonly pseudonyms: Pseudonyms;
}

type Message = QueueMessage<EventsMessage>;

/**
 * Consumes a delivery shop by shop, all its messages together, so that a customer who is in many of them is written
 * once. Where that fails the messages are tried one by one, and only those that fail alone are delivered again.
 */
export async function consumeMessages(
  messages: readonly Message[],
  consumption: Consumption,
  call: QueueCall,
): Promise<string[]> {
  const failed: string[] = [];
  const byShop = [...Map.groupBy(messages, ({ body }) => body.shop)];
  await inParallel(byShop, SHOPS_AT_ONCE, async ([shop, ours]) => {
    if (await succeeds(shop, ours, consumption, call)) return;
    for (const message of ours) {
      const isDone = ours.length > 1 && (await succeeds(shop, [message], consumption, call));
      if (!isDone) failed.push(message.messageId);
    }
  });
  return failed;
}

async function succeeds(shop: ShopId, messages: readonly Message[], consumption: Consumption, call: QueueCall) {
  try {
    await consumeShop(shop, messages, consumption, call);
    return true;
  } catch (error) {
    call.record.count('DeliveryFailed');
    for (const [fact, value] of Object.entries(factsOfError(error))) call.record.fact(fact, value);
    return false;
  }
}

async function consumeShop(
  shop: ShopId,
  messages: readonly Message[],
  { shops, pseudonyms, ...projections }: Consumption,
  { now, record }: QueueCall,
): Promise<void> {
  const bodies = messages.map(({ body }) => body);
  const [{ currency }, pseudonymizer] = await Promise.all([shops.get(shop), pseudonyms.of(shop)]);
  const batches = bodies.filter((body): body is EventBatch => body.kind === 'events');
  const { events, poisoned } = readEvents(batches, { shop, currency, pseudonyms: pseudonymizer });
  if (events.length + poisoned.length) await projectEvents(events, poisoned, projections, { shop, now, record });
  const rows = bodies.filter((body): body is RowBatch => body.kind !== 'events');
  for (const [kind, ofKind] of Map.groupBy(rows, (body) => body.kind)) {
    const list = ofKind.flatMap((body) => body.rows).filter((row) => typeof row === 'object' && row !== null);
    await projections.lake.append(AREA_OF[kind], shop, now.toISOString().slice(0, 10), list);
    if (kind === 'customers') await projections.states.join(shop, statesOfRows(list), now);
  }
}
