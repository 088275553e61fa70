import type { Epoch } from '../../../core/models/contract.ts';

export interface LossSeries {
  readonly kind: 'train' | 'validation' | 'test';
  readonly points: readonly (readonly [epoch: number, loss: number])[];
}

/** The lines of a loss curve; a loss that was never measured has none. */
export function lossSeries(epochs: readonly Epoch[]): LossSeries[] {
  const all: LossSeries[] = [
    { kind: 'train', points: epochs.map(({ epoch, train_loss }) => [epoch, train_loss] as const) },
    { kind: 'validation', points: epochs.map(({ epoch, validation_loss }) => [epoch, validation_loss] as const) },
    {
      kind: 'test',
      points: epochs.flatMap(({ epoch, test_loss }) => (test_loss === undefined ? [] : [[epoch, test_loss] as const])),
    },
  ];
  return all.filter(({ points }) => points.length);
}

/** The epoch that was kept: the one that validates best, the earlier of two alike. */
export function bestEpoch(epochs: readonly Epoch[]): Epoch | undefined {
  return [...epochs].sort((left, right) => left.validation_loss - right.validation_loss || left.epoch - right.epoch)[0];
}
