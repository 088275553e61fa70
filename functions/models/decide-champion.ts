import * as z from 'zod';
import type { Artifacts } from '../../core/models/artifacts.ts';
import { type Curve, Evaluation, type ModelVersion, type Training } from '../../core/models/contract.ts';
import { decideChampion } from '../../core/models/decide-champion.ts';
import type { ModelRepository } from '../../core/models/model-repository.ts';
import { trainingMetrics } from '../../core/models/training-metrics.ts';
import type { DecideChampionInput, DecideChampionOutput } from '../../workflows/train-model/contract.ts';

const Manifest = z.looseObject({ fingerprint: z.string().optional() });

/**
 * Reads what the evaluation found, asks the gate, and writes down both; a promoted candidate becomes a version. Where
 * every candidate failed there was no evaluation, and the run says why each did.
 */
export async function decideForRun(
  { shop, model, runId, prefix, hasChampion, candidates }: z.infer<typeof DecideChampionInput>,
  now: Date,
  artifacts: Pick<Artifacts, 'json'>,
  models: Pick<ModelRepository, 'updateRun' | 'putVersion'>,
): Promise<z.infer<typeof DecideChampionOutput>> {
  const isTrained = candidates.some(({ modelDataUrl }) => modelDataUrl);
  const evaluation = isTrained
    ? Evaluation.parse(await artifacts.json(`${prefix}/evaluation/evaluation.json`))
    : undefined;
  const verdict = decideChampion(evaluation, hasChampion);
  const failures = candidates.flatMap(({ candidate, failure }) => (failure ? [{ candidate, reason: failure }] : []));
  const told = await toldBy(prefix, [...new Set(evaluation?.candidates.map(({ candidate }) => candidate))], artifacts);
  await models.updateRun(shop, model, runId, { evaluation, verdict, failures, ...told });
  const winner = candidates.find(({ candidate }) => candidate === verdict.candidate);
  if (verdict.action === 'keep') return { verdict, version: null };
  if (!winner?.modelDataUrl || !verdict.scorer)
    throw new Error(`The gate promotes ${verdict.candidate}, of which this run trained no model`);
  const manifest = Manifest.safeParse(await artifacts.json(`${prefix}/data/report/manifest.json`));
  const version: ModelVersion = {
    version: runId,
    runId,
    candidate: winner.candidate,
    scorer: verdict.scorer,
    image: winner.image,
    modelDataUrl: winner.modelDataUrl,
    status: 'deploying',
    metrics: evaluation?.candidates.find((one) => one.candidate === winner.candidate && one.scorer === verdict.scorer),
    fingerprint: manifest.success ? manifest.data.fingerprint : undefined,
    createdAt: now.toISOString(),
  };
  await models.putVersion(shop, model, version);
  return { verdict, version };
}

/** What the candidates' trainings tell: losses by epoch of those that learn in epochs, and how the others chose. */
async function toldBy(
  prefix: string,
  candidates: readonly string[],
  artifacts: Pick<Artifacts, 'json'>,
): Promise<{ curves: Curve[]; trainings: Training[] }> {
  const told = await Promise.all(
    candidates.map(async (candidate) => ({
      candidate,
      ...trainingMetrics(await artifacts.json(`${prefix}/scores/${candidate}/metrics.json`)),
    })),
  );
  return {
    curves: told.flatMap(({ candidate, epochs }) => (epochs.length ? [{ candidate, epochs }] : [])),
    trainings: told.flatMap(({ epochs: _, ...training }) =>
      training.trials.length || training.attributes ? [training] : [],
    ),
  };
}
