import type {
  CandidateMetrics,
  Comparison,
  Evaluation,
  ModelVersion,
  Pointer,
  Variant,
} from '../../core/models/contract.ts';
import type { ModelPlan } from '../../core/models/plan.ts';

export const metricsOf = (candidate: string, overrides: Partial<CandidateMetrics> = {}): CandidateMetrics => ({
  candidate,
  scorer: candidate,
  auc: 0.7,
  log_loss: 0.2,
  log_loss_low: 0.19,
  log_loss_high: 0.21,
  ece: 0.01,
  ...overrides,
});

/** Clearly better than whom it is compared with, unless told otherwise. */
export const comparisonOf = (candidate: string, against: string, overrides: Partial<Comparison> = {}): Comparison => ({
  candidate,
  scorer: candidate,
  against,
  log_loss_delta: -0.02,
  low: -0.03,
  high: -0.01,
  ...overrides,
});

/** One candidate, `bert`, better than the champion and than the baseline `popularity`. */
export const anEvaluation = (overrides: Partial<Evaluation> = {}): Evaluation => ({
  window: { from: '2026-10-01T00:00:00Z', to: '2026-11-01T00:00:00Z' },
  rows: 10_000,
  positives: 400,
  candidates: [metricsOf('bert')],
  comparisons: [comparisonOf('bert', 'champion'), comparisonOf('bert', 'popularity')],
  baselines: [{ name: 'popularity', log_loss: 0.25 }],
  ...overrides,
});

export const aVariant = (modelVersion: string, weight = 1): Variant => ({
  endpointName: `endpoint-${modelVersion}`,
  modelVersion,
  candidate: 'bert',
  scorer: 'bert',
  weight,
});

export const aChallenger = (modelVersion: string): Omit<Variant, 'weight'> => {
  const { weight: _, ...challenger } = aVariant(modelVersion);
  return challenger;
};

export const aPointer = (overrides: Partial<Pointer> = {}): Pointer => ({
  variants: [aVariant('v1')],
  updatedAt: '2026-11-01T00:00:00.000Z',
  revision: 1,
  ...overrides,
});

export const aVersion = (version: string, overrides: Partial<ModelVersion> = {}): ModelVersion => ({
  version,
  runId: version,
  candidate: 'bert',
  scorer: 'bert',
  image: 'text',
  modelDataUrl: `s3://artifacts/runs/demo/${version}/model.tar.gz`,
  status: 'deploying',
  createdAt: '2026-11-01T00:00:00.000Z',
  ...overrides,
});

export const candidateSetting = (name: string) =>
  ({ name, image: 'text', instanceType: 'ml.m5.large', hyperparameters: { epochs: '3', seed: '1' } }) as const;
export const plan: ModelPlan = {
  snapshot: { image: 'features', module: 'snapshot' },
  inputs: ['events'],
  outputs: ['train', 'validation', 'test', 'serving', 'report'],
  evaluation: { image: 'insights', module: 'evaluate' },
  fitsCandidateLists: false,
  candidates: [candidateSetting('bert'), candidateSetting('trees')],
  rowLimit: 5_000,
  seed: 1,
};
export const plans = { purchase: plan, recommender: plan, generator: plan, intents: plan, effectiveness: plan };
