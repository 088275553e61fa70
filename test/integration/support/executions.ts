import {
  paginateListExecutions,
  paginateListStateMachines,
  SFNClient,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';

const client = new SFNClient();

/** The running execution of this name, whichever workflow it is of. */
async function runningExecution(named: string): Promise<string> {
  for await (const { stateMachines = [] } of paginateListStateMachines({ client }, {}))
    for (const { stateMachineArn } of stateMachines)
      for await (const page of paginateListExecutions({ client }, { stateMachineArn, statusFilter: 'RUNNING' }))
        for (const { executionArn, name } of page.executions ?? [])
          if (name === named && executionArn) return executionArn;
  throw new Error(`No execution runs that is called ${named}`);
}

/** Stops an execution as a person would by hand. */
export async function stopExecution(name: string): Promise<void> {
  await client.send(new StopExecutionCommand({ executionArn: await runningExecution(name) }));
}
