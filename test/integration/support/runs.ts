import { RunDetail, StartTrainingResponse } from '../../../core/models/contract.ts';
import { demo, eventually } from './platform.ts';

/** A whole run, with jobs of Python on a machine that may be busy. */
export const RUN_PATIENCE_MS = 240_000;

/** Starts a run of the purchase model and answers how it ended. */
export async function runOf(verb: 'train' | 'rollback', request: object): Promise<RunDetail> {
  const answer = await demo.post(`/models/purchase/${verb}`, request);
  if (answer.status !== 202) throw new Error(`${verb} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  const { runId } = StartTrainingResponse.parse(answer.body);
  return eventually(
    async () => {
      const run = await demo.read(`/models/purchase/runs/${runId}`, RunDetail);
      return run.status !== 'running' && run;
    },
    `the end of run ${runId}`,
    RUN_PATIENCE_MS,
  );
}
