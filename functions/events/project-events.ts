import { type Identity, identityOfEvent, joinIdentities } from '../../core/customers/identity.ts';
import type { IdentityRepository } from '../../core/customers/identity-repository.ts';
import { joinEach, type OnlineState } from '../../core/customers/online-state.ts';
import { stateOfBrowser, stateOfEvent } from '../../core/customers/state-of-event.ts';
import type { StateRepository } from '../../core/customers/state-repository.ts';
import { newlySaid, rowsOfEvent, statesOfRows } from '../../core/customers/states-of-rows.ts';
import type { LakeEvent } from '../../core/events/contract.ts';
import type { PulseRepository } from '../../core/events/pulse-repository.ts';
import { type PoisonedEvent, quarantineEvents } from '../../core/events/quarantine.ts';
import { slateEvent } from '../../core/experiments/count-outcome.ts';
import type { OutcomeRepository } from '../../core/experiments/outcome-repository.ts';
import type { ShopId } from '../../core/platform/contract.ts';
import { inParallel } from '../../core/platform/in-parallel.ts';
import type { InvocationRecord } from '../../core/platform/invocation-record.ts';
import type { Lake } from '../../core/platform/lake.ts';
import type { ShopSecrets } from '../../core/platform/shop-secrets.ts';
import type { ReadEvent } from './read-events.ts';

const OUTCOMES_AT_ONCE = 8;

export interface Projections {
  readonly lake: Pick<Lake, 'append'>;
  readonly states: Pick<StateRepository, 'join'>;
  readonly identities: Pick<IdentityRepository, 'join'>;
  readonly pulse: Pick<PulseRepository, 'add'>;
  readonly outcomes: Pick<OutcomeRepository, 'happened'>;
  readonly secrets: Pick<ShopSecrets, 'keyFor'>;
}

export interface ProjectCall {
  readonly shop: ShopId;
  readonly now: Date;
  readonly record: InvocationRecord;
}

/**
 * What events do: they lie in the lake, they change what is known of their customers, and the console sees them.
 * Doing it twice changes nothing but the counters of the console and a copy in the lake that its readers skip.
 */
export async function projectEvents(
  events: readonly ReadEvent[],
  poisoned: readonly PoisonedEvent[],
  { lake, states, identities, pulse, outcomes, secrets }: Projections,
  { shop, now, record }: ProjectCall,
): Promise<void> {
  const inLake = events.map(({ lakeEvent }) => lakeEvent);
  const rows = events.flatMap(({ collected, lakeEvent }) => rowsOfEvent(collected, lakeEvent));
  const day = now.toISOString().slice(0, 10);
  const counted = { written: 0 };
  const steps = [
    async () => {
      if (inLake.length) await lake.append('events', shop, day, inLake);
    },
    () => identities.join(shop, identitiesOf(events), now),
    async () => {
      const news = joinEach([...statesOf(inLake), ...statesOfRows(rows)]);
      const { written } = await states.join(shop, news, now, async (known) => {
        // The lake first: whatever a state knows is taken for written there.
        const said = newlySaid(rows, known);
        if (said.length) await lake.append('customers', shop, day, said);
      });
      counted.written = written;
    },
    async () => {
      if (inLake.length) await pulse.add(shop, inLake, now);
    },
    () =>
      inParallel(outcomesOf(inLake), OUTCOMES_AT_ONCE, ({ requestId, event }) =>
        outcomes.happened(shop, requestId, event, now),
      ),
    async () => {
      if (poisoned.length) await quarantineEvents(shop, poisoned, { lake, secrets, now });
    },
  ];
  await inParallel(steps, steps.length, (step) => step());
  record.count('EventProjected', events.length);
  record.count('EventQuarantined', poisoned.length);
  record.count('StateWritten', counted.written);
}

/** Everything that these events say, one state a customer or browser: however many events, it is written once. */
export function statesOf(events: readonly LakeEvent[]): Map<string, OnlineState> {
  const news: [string, OnlineState][] = [];
  for (const event of events) {
    // A robot's visit stays in the lake, marked; it must not fill anybody's basket.
    if (event.isBot) continue;
    const state = stateOfEvent(event);
    if (!isEmpty(state)) news.push([event.customer, state]);
    if (event.linked) news.push([event.linked, stateOfBrowser(event)]);
  }
  return joinEach(news);
}

/** Events that say which slate they came from; without a `requestId` an event rewards nobody. */
function outcomesOf(events: readonly LakeEvent[]) {
  return events.flatMap((one) => {
    const event = one.requestId === undefined ? undefined : slateEvent(one);
    return event && one.requestId !== undefined ? [{ requestId: one.requestId, event }] : [];
  });
}

const isEmpty = (state: OnlineState) => Object.values(state).every((part) => Object.keys(part).length === 0);

function identitiesOf(events: readonly ReadEvent[]): Map<string, Identity> {
  const identities = new Map<string, Identity>();
  for (const { collected, lakeEvent } of events) {
    const news = identityOfEvent(collected);
    const known = identities.get(lakeEvent.customer);
    if (news) identities.set(lakeEvent.customer, known ? joinIdentities(known, news) : news);
  }
  return identities;
}
