import { joinEach, type OnlineState, stateOfDraw } from '../../core/customers/online-state.ts';
import type { StateRepository } from '../../core/customers/state-repository.ts';
import type { AnyDecision } from '../../core/decisions/contract.ts';
import type { DecisionRepository } from '../../core/decisions/decision-repository.ts';
import { groupOf, type ShownSlate } from '../../core/experiments/count-outcome.ts';
import type { OutcomeRepository } from '../../core/experiments/outcome-repository.ts';
import { inParallel } from '../../core/platform/in-parallel.ts';
import { factsOfError } from '../../core/platform/invocation-record.ts';
import type { Lake } from '../../core/platform/lake.ts';
import type { QueueCall, QueueMessage } from '../../core/platform/queue-handler.ts';

export interface DecisionLog {
  readonly decisions: Pick<DecisionRepository, 'put'>;
  readonly lake: Pick<Lake, 'append'>;
  readonly outcomes: Pick<OutcomeRepository, 'shown'>;
  readonly states: Pick<StateRepository, 'join'>;
}

const SLATES_AT_ONCE = 8;

/**
 * Writes decisions where customers are looked at and where models learn, a shop and a day together. The name that an A/B
 * test first drew somebody by becomes part of their state: a sign-in, or what is told of earlier, moves nobody then who has
 * been shown something; only within the seconds until it is written here may two names still be drawn by. A group that fails
 * is delivered again whole; the table takes a decision once and readers of the lake drop copies by request id.
 */
export async function logDecisions(
  messages: readonly QueueMessage<AnyDecision>[],
  { decisions, lake, outcomes, states }: DecisionLog,
  { record, now }: QueueCall,
): Promise<string[]> {
  const failed: string[] = [];
  for (const group of Map.groupBy(messages, ({ body }) => `${body.shop} ${body.at.slice(0, 10)}`).values()) {
    const bodies = group.map(({ body }) => body);
    const [first] = bodies;
    if (!first) continue;
    try {
      const draws = joinEach(bodies.flatMap(firstDraw));
      if (draws.size) await states.join(first.shop, draws, now);
      await decisions.put(bodies);
      await lake.append('decisions', first.shop, first.at.slice(0, 10), bodies);
      await inParallel(bodies.flatMap(shownSlate), SLATES_AT_ONCE, ({ requestId, slate, drawnAs }) =>
        outcomes.shown(first.shop, requestId, slate, now, drawnAs),
      );
    } catch (error) {
      record.count('DeliveryFailed');
      for (const [fact, value] of Object.entries(factsOfError(error))) record.fact(fact, value);
      failed.push(...group.map(({ messageId }) => messageId));
    }
  }
  record.count('DecisionLogged', messages.length - failed.length);
  return failed;
}

/** Nothing where the name was kept before. */
function firstDraw(decision: AnyDecision): [customer: string, OnlineState][] {
  if (decision.kind !== 'slate' || !decision.isFirstDraw || decision.drawnAs === undefined) return [];
  const { customer, drawnAs, at, requestId } = decision;
  return [[customer, stateOfDraw(drawnAs, at, requestId)]];
}

/** What an experiment counts of a decision; nothing where none chose. */
function shownSlate(decision: AnyDecision): { requestId: string; slate: ShownSlate; drawnAs: string | undefined }[] {
  if (decision.kind !== 'slate' || !decision.experiment) return [];
  const { requestId, surface, at, customer, chosen, experiment, drawnAs } = decision;
  const { name, kind, arm, propensity, reward = 'click' } = experiment;
  const items = chosen.map(({ itemId }) => itemId);
  const teams = kind === 'interleaving' ? { teams: chosen.map(({ team = '' }) => team) } : {};
  const drawn = { experiment: name, kind, arm, propensity, reward };
  const slate = { surface, ...drawn, at, items, ...teams, group: groupOf(customer) };
  return [{ requestId, slate, drawnAs }];
}
