import { ExecutionDoesNotExist, GetExecutionHistoryCommand, type HistoryEvent, SFNClient } from '@aws-sdk/client-sfn';
import { mockClient } from 'aws-sdk-client-mock';
import { readSteps, stepsOf } from '../../../functions/models/read-steps.ts';

/** A history as Step Functions writes it: ids from 1, each event naming the one that it follows. */
function aHistory() {
  const events: HistoryEvent[] = [];
  const add = (after: number, type: HistoryEvent['type'], details: Partial<HistoryEvent> = {}) => {
    const id = events.length + 1;
    const event = { id, previousEventId: after, timestamp: new Date(id * 1_000), ...details };
    events.push({ ...event, type });
    return id;
  };
  return {
    events,
    add,
    enter: (after: number, name: string, input: unknown = {}) =>
      add(after, 'TaskStateEntered', { stateEnteredEventDetails: { name, input: JSON.stringify(input) } }),
    leave: (after: number, name: string) => add(after, 'TaskStateExited', { stateExitedEventDetails: { name } }),
  };
}

const taking = (name: string) => ({ candidate: { name } });

describe('stepsOf', () => {
  it('tells two candidates apart whose events are mixed, and what follows them as neither', () => {
    const { events, enter, leave, add } = aHistory();
    const each = enter(0, 'Each candidate');
    const bert = enter(enter(each, 'Take candidate', taking('bert')), 'Train candidate');
    const trees = enter(enter(each, 'Take candidate', taking('lightgbm')), 'Train candidate');
    leave(trees, 'Train candidate');
    const last = leave(bert, 'Train candidate');
    const exited = add(add(last, 'MapStateSucceeded'), 'MapStateExited', {
      stateExitedEventDetails: { name: 'Each candidate' },
    });
    enter(exited, 'Evaluate');

    const steps = stepsOf(events).map(({ name, candidate, status }) => [name, candidate, status]);

    expect(steps).toEqual([
      ['Train candidate', 'bert', 'done'],
      ['Train candidate', 'lightgbm', 'done'],
      ['Evaluate', undefined, 'running'],
    ]);
  });

  it('calls a step failed that was left because its task failed, though the run goes on', () => {
    const { events, enter, leave, add } = aHistory();
    const state = enter(enter(enter(0, 'Each candidate'), 'Take candidate', taking('bert')), 'Train candidate');
    const failed = add(state, 'TaskFailed', {
      taskFailedEventDetails: { resourceType: 'sagemaker', resource: 'x', cause: 'no memory' },
    });
    enter(leave(failed, 'Train candidate'), 'Candidate failed');

    expect(stepsOf(events)).toMatchObject([
      { name: 'Train candidate', candidate: 'bert', status: 'failed', reason: 'no memory' },
      { name: 'Candidate failed', candidate: 'bert', status: 'running' },
    ]);
  });

  it('keeps the first start of a state that is entered again, and shows no choice', () => {
    const { events, enter, leave } = aHistory();
    const first = leave(enter(0, 'Look at endpoint'), 'Look at endpoint');
    const choice = leave(enter(first, 'Endpoint in service?'), 'Endpoint in service?');
    leave(enter(choice, 'Look at endpoint'), 'Look at endpoint');

    const steps = stepsOf(events);

    expect(steps.map(({ name }) => name)).toEqual(['Look at endpoint']);
    expect(steps[0]?.startedAt).toBe(new Date(1_000).toISOString());
  });
});

it('finds no steps where the history is gone, as it is after 90 days, and hides no other failure', async () => {
  const client = (error: Error) => {
    mockClient(SFNClient).on(GetExecutionHistoryCommand).rejects(error);
    return new SFNClient({ region: 'eu-west-1' });
  };
  const gone = new ExecutionDoesNotExist({ message: 'Execution does not exist', $metadata: {} });

  await expect(readSteps(client(gone), 'arn:gone')).resolves.toEqual([]);
  await expect(readSteps(client(new Error('no network')), 'arn:gone')).rejects.toThrow('no network');
});
