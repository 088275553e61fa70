import { createHash } from 'node:crypto';
import type { ModelPlans, RunId, StartTrainingRequest } from '../../core/models/contract.ts';
import type { ModelRepository } from '../../core/models/model-repository.ts';
import type { ModelName } from '../../core/models/names.ts';
import type { CandidateSetting } from '../../core/models/plan.ts';
import type { ShopId } from '../../core/platform/contract.ts';
import { ValidationError } from '../../core/platform/errors.ts';
import { faultText } from '../../core/platform/fault.ts';
import { refusal } from '../../core/platform/refusal.ts';
import type { TrainModelInput } from '../../workflows/train-model/contract.ts';
import type { Executions } from './start-execution.ts';

export interface TrainingStarter {
  readonly models: Pick<ModelRepository, 'createRun' | 'reopenRun' | 'failRun'>;
  readonly executions: Pick<Executions, 'arnOf' | 'start'>;
}

export interface TrainingOrder {
  readonly shop: ShopId;
  readonly model: ModelName;
  readonly request: StartTrainingRequest;
  readonly trigger: 'demand' | 'schedule';
  /** One order, however often it is sent: an `Idempotency-Key`, or the day of a schedule. */
  readonly orderId: string;
  readonly now: Date;
}

/** Hands one training to the workflow. The same order again answers the same run. */
export async function startTraining(
  order: TrainingOrder,
  plans: ModelPlans,
  starter: TrainingStarter,
): Promise<{ runId: RunId; status: 'running' }> {
  const { shop, model, request, trigger, now } = order;
  const runId = runIdOf(now, `${shop} ${model} ${trigger} ${order.orderId}`);
  const plan = plans[model];
  const input: TrainModelInput = {
    shop,
    model,
    runId,
    until: request.until ?? now.toISOString(),
    trigger,
    plan: {
      ...plan,
      rowLimit: request.rowLimit ?? plan.rowLimit,
      seed: request.seed ?? plan.seed,
      candidates: candidatesOf(request, plan.candidates),
    },
  };
  await begin(input, now, starter);
  return { runId, status: 'running' };
}

const NOT_STARTED = faultText('not-started', {});

/** The run is written down before it starts, so that its first step finds it; one that could not start says so, until it does. */
export async function begin(input: TrainModelInput, now: Date, { models, executions }: TrainingStarter): Promise<void> {
  const { shop, model, runId, trigger } = input;
  const name = `${shop}-${model}-${runId}`;
  const executionArn = executions.arnOf(name);
  const isNew = await models.createRun(shop, {
    runId,
    model,
    status: 'running',
    trigger,
    startedAt: now.toISOString(),
    executionArn,
  });
  if (!isNew) await models.reopenRun(shop, model, runId, NOT_STARTED);
  try {
    await executions.start(name, input);
  } catch (error) {
    await models.failRun(shop, model, runId, { reason: NOT_STARTED, endedAt: now.toISOString() });
    throw error;
  }
}

/** Begins with the second, so that runs sort by time; ends with what the order is. */
export function runIdOf(now: Date, order: string): RunId {
  const time = now.toISOString().replaceAll(/\D/g, '').slice(0, 14);
  return `${time}-${createHash('sha256').update(order).digest('hex').slice(0, 6)}`;
}

function candidatesOf(
  { candidates: wanted, hyperparameters = {} }: StartTrainingRequest,
  settings: readonly CandidateSetting[],
): CandidateSetting[] {
  const known = new Set(settings.map(({ name }) => name));
  const unknown = [
    ...(wanted ?? []).flatMap((name, index) => (known.has(name) ? [] : [{ name, pointer: `#/candidates/${index}` }])),
    ...Object.keys(hyperparameters).flatMap((name) =>
      known.has(name) ? [] : [{ name, pointer: `#/hyperparameters/${name}` }],
    ),
  ];
  if (unknown.length) {
    const names = [...known].join(', ');
    const detail = `There is no such candidate; there are ${names}`;
    throw new ValidationError(
      refusal('unknown-candidates', {}),
      unknown.map(({ pointer }) => ({ pointer, detail, code: 'no-candidate', values: { known: names } })),
    );
  }
  return settings
    .filter(({ name }) => !wanted || wanted.includes(name))
    .map((setting) => ({
      ...setting,
      hyperparameters: { ...setting.hyperparameters, ...hyperparameters[setting.name] },
    }));
}
