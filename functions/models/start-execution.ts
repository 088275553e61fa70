import { ExecutionAlreadyExists, type SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';

export type Executions = ReturnType<typeof createExecutions>;

/** Executions of a workflow, each under a name that is taken once. */
export function createExecutions(client: Pick<SFNClient, 'send'>, stateMachineArn: string) {
  return {
    arnOf: (name: string) => `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`,

    /** Starting the same name again is no error: it is the same execution. */
    async start(name: string, input: object): Promise<void> {
      try {
        await client.send(new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) }));
      } catch (error) {
        if (!(error instanceof ExecutionAlreadyExists)) throw error;
      }
    },
  };
}
