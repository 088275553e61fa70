import {
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  type SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
  ValidationException,
} from '@aws-sdk/client-sfn';

export type Executions = ReturnType<typeof createExecutions>;

/** Executions of a workflow, each under a name that is taken once. */
export function createExecutions(client: Pick<SFNClient, 'send'>, stateMachineArn: string) {
  const arnOf = (name: string) => `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`;
  return {
    arnOf,

    /** Starting the same name again is no error: it is the same execution. */
    async start(name: string, input: object): Promise<void> {
      try {
        await client.send(new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) }));
      } catch (error) {
        if (!(error instanceof ExecutionAlreadyExists)) throw error;
      }
    },

    /** Answers whether there was one to stop: of these words, nothing is invalid but an execution that has ended. */
    async stop(name: string): Promise<boolean> {
      try {
        await client.send(new StopExecutionCommand({ executionArn: arnOf(name) }));
        return true;
      } catch (error) {
        if (error instanceof ExecutionDoesNotExist || error instanceof ValidationException) return false;
        throw error;
      }
    },
  };
}
