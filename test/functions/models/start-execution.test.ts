import {
  ExecutionDoesNotExist,
  SFNClient,
  SFNServiceException,
  StopExecutionCommand,
  ValidationException,
} from '@aws-sdk/client-sfn';
import { mockClient } from 'aws-sdk-client-mock';
import { createExecutions } from '../../../functions/models/start-execution.ts';

const MACHINE = 'arn:aws:states:eu-west-1:111122223333:stateMachine:Batches';
const client = mockClient(SFNClient);
const executions = createExecutions(new SFNClient({ region: 'eu-west-1' }), MACHINE);
const metadata = { message: 'No', $metadata: {} };

beforeEach(() => client.reset());

describe('stopping an execution', () => {
  it('stops the one of that name', async () => {
    client.on(StopExecutionCommand).resolves({});

    await expect(executions.stop('demo-1')).resolves.toBe(true);

    expect(client.commandCalls(StopExecutionCommand)[0]?.args[0].input).toEqual({
      executionArn: 'arn:aws:states:eu-west-1:111122223333:execution:Batches:demo-1',
    });
  });

  it.each([new ExecutionDoesNotExist(metadata), new ValidationException(metadata)])(
    'finds none where it never was or has ended: %s',
    async (error) => {
      client.on(StopExecutionCommand).rejects(error);

      await expect(executions.stop('demo-1')).resolves.toBe(false);
    },
  );

  it('fails as anything else fails', async () => {
    const throttled = new SFNServiceException({ name: 'ThrottlingException', $fault: 'client', ...metadata });
    client.on(StopExecutionCommand).rejects(throttled);

    await expect(executions.stop('demo-1')).rejects.toBe(throttled);
  });
});
