import { setTimeout as sleep } from 'node:timers/promises';
import { RunDetail, StartTrainingResponse } from '../core/models/contract.ts';
import type { ModelName } from '../core/models/names.ts';
import type { ApiClient } from './api-client.ts';

export interface TrainingOptions {
  /** At most so many rows to learn from. @default the stage's setting */
  readonly rowLimit?: number;
  readonly candidates?: readonly string[];
  readonly hyperparameters?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

const LOOK_MS = 1_000;
const PATIENCE_MS = 60 * 60_000;

/** Starts a run by HTTP and answers its id. */
export async function startTraining(
  server: Pick<ApiClient, 'post'>,
  options: TrainingOptions = {},
  model: ModelName = 'purchase',
): Promise<string> {
  return StartTrainingResponse.parse(await server.post(`/models/${model}/train`, options)).runId;
}

/** Follows a run to its end and tells of each step and of the verdict. Throws when it has not ended in an hour. */
export async function watchTraining(
  server: Pick<ApiClient, 'get'>,
  runId: string,
  onProgress: (line: string) => void,
  model: ModelName = 'purchase',
): Promise<RunDetail> {
  const told = new Set<string>();
  const tell = (line: string) => {
    if (told.has(line)) return;
    told.add(line);
    onProgress(line);
  };
  for (const started = Date.now(); Date.now() - started < PATIENCE_MS; await sleep(LOOK_MS)) {
    const run = RunDetail.parse(await server.get(`/models/${model}/runs/${runId}`));
    for (const line of linesOf(run)) tell(line);
    if (run.status !== 'running') {
      tell(endOf(run));
      return run;
    }
  }
  throw new Error(`Run ${runId} has not ended in an hour`);
}

function linesOf({ steps, curves, evaluation, failures = [] }: RunDetail): string[] {
  const stages = steps.map(({ name, candidate, status, startedAt, endedAt }) => {
    const took = endedAt ? `, ${Math.round((Date.parse(endedAt) - Date.parse(startedAt)) / 1000)} s` : '';
    return `run: ${name}${candidate ? ` ${candidate}` : ''}: ${status}${took}`;
  });
  const epochs = curves.flatMap(({ candidate, epochs: lived }) =>
    lived.map(
      ({ epoch, train_loss, validation_loss }) =>
        `run: ${candidate} epoch ${epoch}: train loss ${train_loss.toFixed(4)}, validation ${validation_loss.toFixed(4)}`,
    ),
  );
  const loss = evaluation?.measure === 'ndcg-loss' ? '1 − NDCG@20' : 'log loss';
  const judged = (evaluation?.candidates ?? []).map(
    ({ candidate, scorer, auc, log_loss }) =>
      `run: ${candidate}/${scorer} on the later window: ${auc === undefined ? '' : `AUC ${auc.toFixed(4)}, `}${loss} ${log_loss.toFixed(5)}`,
  );
  const notes = (evaluation?.notes ?? []).map(({ candidate, text }) => `run: ${candidate}: ${text}`);
  const failed = failures.map((one) => `run: ${one.candidate} failed: ${one.reason}`);
  return [...stages, ...epochs, ...failed, ...notes, ...judged];
}

const endOf = ({ status, verdict, reason }: RunDetail) =>
  `run: ${status}. ${reason ?? verdict?.words.en ?? ''}`.trimEnd();
