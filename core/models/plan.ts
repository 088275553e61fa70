import * as z from 'zod';
import { Name } from './names.ts';

/** The containers that learn and infer; each is built from the folder of its name below model-containers/. */
export const ContainerImage = z.enum(['features', 'text', 'insights', 'recommender', 'generator']);
export type ContainerImage = z.infer<typeof ContainerImage>;

const InstanceType = z
  .string()
  .regex(/^ml\.[a-z0-9]+\.[a-z0-9]+$/, 'an instance type of SageMaker, such as ml.g6.xlarge');

/** A family that a run trains and the gate compares. SageMaker takes every hyperparameter as a string. */
export const CandidateSetting = z.strictObject({
  name: Name,
  image: ContainerImage,
  instanceType: InstanceType,
  hyperparameters: z.record(z.string(), z.string()),
});
export type CandidateSetting = z.infer<typeof CandidateSetting>;

/** A job of one container: `python3 -m <module>`. */
const Job = z.strictObject({ image: ContainerImage, module: z.string().regex(/^[a-z_.]+$/) });

/**
 * All that the train-model workflow must know of one model: how its rows are made from the lake, who learns from them
 * and who judges. Containers learn from the environment variable TASK which model a job is for.
 */
export const ModelPlan = z.strictObject({
  snapshot: Job,
  /** Areas of the lake that the snapshot reads, each below its name. */
  inputs: z.array(z.string().regex(/^[a-z-]+$/)).min(1),
  /** Folders that the snapshot writes; `train`, `validation`, `test`, `serving` and `report` always. */
  outputs: z.array(z.string().regex(/^[a-z-]+$/)).min(5),
  evaluation: Job,
  /** Whether the run also fits the lists of neighbours and popular items that slates begin with. */
  fitsCandidateLists: z.boolean(),
  candidates: z.array(CandidateSetting).min(1),
  rowLimit: z.int().min(100),
  seed: z.int(),
});
export type ModelPlan = z.infer<typeof ModelPlan>;
