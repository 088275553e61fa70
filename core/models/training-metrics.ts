import * as z from 'zod';
import { type AttributeFigures, Epoch, type Training, Trial } from './contract.ts';

const Attributes = z.object({
  customers: z.int(),
  ratio: z.number().optional(),
  ratio_low: z.number().optional(),
  ratio_high: z.number().optional(),
  published: z.number().optional(),
});
const Metrics = z.looseObject({
  epochs: z.array(Epoch).optional().catch(undefined),
  attributes: Attributes.optional().catch(undefined),
});

/** A search names what it tried `search_<name>`, among figures of other kinds. */
const TRIAL = /^search_(.+)$/;

export interface TrainingMetrics extends Omit<Training, 'candidate'> {
  readonly epochs: Epoch[];
}

/** What a training wrote into its `metrics.json`; each family writes what it has, so what is not there is empty. */
export function trainingMetrics(json: unknown): TrainingMetrics {
  const { data: metrics } = Metrics.safeParse(json);
  const trials = Object.entries(metrics ?? {}).flatMap(([key, value]) => {
    const trial = Trial.safeParse({ ...Object(value), name: TRIAL.exec(key)?.[1] });
    return trial.success ? [trial.data] : [];
  });
  return {
    epochs: metrics?.epochs ?? [],
    trials,
    ...(metrics?.attributes ? { attributes: figuresOf(metrics.attributes) } : {}),
  };
}

const figuresOf = ({ published, ...figures }: z.infer<typeof Attributes>): AttributeFigures => ({
  ...figures,
  isPublished: published === 1,
});
