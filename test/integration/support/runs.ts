import { RunDetail, StartTrainingResponse } from '../../../core/models/contract.ts';
import type { ModelName } from '../../../core/models/names.ts';
import { demo, eventually, type Shop } from './platform.ts';

/** A whole run, with jobs of Python on a machine that may be busy. */
export const RUN_PATIENCE_MS = 240_000;

/** Starts a run and answers how it ended. */
export async function runOf(
  verb: 'train' | 'rollback',
  request: object,
  model: ModelName = 'purchase',
  shop: Pick<Shop, 'post' | 'read'> = demo,
): Promise<RunDetail> {
  const answer = await shop.post(`/models/${model}/${verb}`, request);
  if (answer.status !== 202) throw new Error(`${verb} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  const { runId } = StartTrainingResponse.parse(answer.body);
  return eventually(
    async () => {
      const run = await shop.read(`/models/${model}/runs/${runId}`, RunDetail);
      return run.status !== 'running' && run;
    },
    `the end of run ${runId}`,
    RUN_PATIENCE_MS,
  );
}
