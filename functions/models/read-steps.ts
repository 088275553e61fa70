import {
  ExecutionDoesNotExist,
  type HistoryEvent,
  paginateGetExecutionHistory,
  type SFNClient,
} from '@aws-sdk/client-sfn';
import * as z from 'zod';
import type { RunStep } from '../../core/models/contract.ts';
import { faultText } from '../../core/platform/fault.ts';

/** States that only pass values along or wait say nothing to a person. */
export const QUIET: ReadonlySet<string> = new Set([
  'Candidate lists too?',
  'No candidate lists',
  'Take candidate',
  'Take name',
  'Train or redeploy',
  'Promote?',
  'Promoted?',
  'Scales?',
  'Delete endpoints',
  'Endpoint in service?',
  'Wait for endpoint',
  'Is there a champion?',
  'No champion yet',
  'Deleted',
  'Each candidate',
  'Anybody to judge?',
  'Train candidates',
]);

const Entered = z.looseObject({ candidate: z.looseObject({ name: z.string() }) });

/**
 * The states of an execution as they went, each once; a state that is entered again (a poll) keeps its first start. None
 * where there is no history: it is dropped after 90 days, and a workflow that could not be started never had one.
 */
export async function readSteps(client: SFNClient, executionArn: string): Promise<RunStep[]> {
  const events: HistoryEvent[] = [];
  try {
    for await (const page of paginateGetExecutionHistory({ client }, { executionArn, maxResults: 1_000 }))
      events.push(...(page.events ?? []));
  } catch (error) {
    if (!(error instanceof ExecutionDoesNotExist)) throw error;
  }
  return stepsOf(events);
}

export function stepsOf(events: readonly HistoryEvent[]): RunStep[] {
  const byId = new Map(events.map((event) => [event.id ?? 0, event]));
  const steps = new Map<string, RunStep>();
  const keyOf = (event: HistoryEvent, name: string) => `${name}/${candidateOf(event, byId) ?? ''}`;
  for (const event of events) {
    const entered = event.stateEnteredEventDetails;
    const exited = event.stateExitedEventDetails;
    const at = (event.timestamp ?? new Date(0)).toISOString();
    if (entered?.name && !QUIET.has(entered.name)) {
      const key = keyOf(event, entered.name);
      const candidate = candidateOf(event, byId);
      const before = steps.get(key);
      steps.set(key, {
        name: entered.name,
        status: 'running',
        startedAt: before?.startedAt ?? at,
        ...(candidate ? { candidate } : {}),
      });
    }
    if (exited?.name && !QUIET.has(exited.name)) {
      const key = keyOf(event, exited.name);
      const before = steps.get(key);
      const reason = failureBefore(event, byId);
      if (before)
        steps.set(key, { ...before, endedAt: at, ...(reason ? { status: 'failed', reason } : { status: 'done' }) });
    }
  }
  return endedBy(events, [...steps.values()]);
}

/** What was running when the execution failed is what failed. */
function endedBy(events: readonly HistoryEvent[], steps: RunStep[]): RunStep[] {
  const failure = events.find(
    ({ type }) => type === 'ExecutionFailed' || type === 'ExecutionTimedOut' || type === 'ExecutionAborted',
  );
  if (!failure) return steps;
  const reason = failure.executionFailedEventDetails?.cause ?? failure.type;
  const at = (failure.timestamp ?? new Date(0)).toISOString();
  return steps.map((step) => (step.status === 'running' ? { ...step, status: 'failed', endedAt: at, reason } : step));
}

/** A state that is left after its last task failed was left by a Catch: it is not done, though the run goes on. */
function failureBefore(exited: HistoryEvent, byId: ReadonlyMap<number, HistoryEvent>): string | undefined {
  const before = byId.get(exited.previousEventId ?? 0);
  const failed = before?.taskFailedEventDetails ?? before?.taskTimedOutEventDetails;
  return failed && (failed.cause ?? failed.error ?? faultText('task-failed', {}));
}

/** Events that follow the items of the map as a whole, and so belong to none of them. */
const AFTER_ITEMS = new Set(['MapStateSucceeded', 'MapStateFailed', 'MapStateAborted', 'MapStateExited']);

/** Follows an event back to the state that took its candidate. */
function candidateOf(event: HistoryEvent, byId: ReadonlyMap<number, HistoryEvent>): string | undefined {
  for (
    let at: HistoryEvent | undefined = event, steps = 0;
    at && steps < 200;
    at = byId.get(at.previousEventId ?? 0), steps++
  ) {
    const { name, input } = at.stateEnteredEventDetails ?? {};
    if (name === 'Take candidate') {
      const parsed = Entered.safeParse(JSON.parse(input ?? '{}'));
      return parsed.success ? parsed.data.candidate.name : undefined;
    }
    if (name === 'Each candidate' || AFTER_ITEMS.has(at.type ?? '')) return undefined;
  }
  return undefined;
}
