import type { SlateExperimentDraft } from './contract.ts';

export interface PlannedShare {
  readonly recipe: string;
  /** Of the customers; those of all recipes sum to 1. */
  readonly plannedShare: number;
}

/** How an A/B test is to split its customers, in the order of its arms. */
export function plannedShares(arms: SlateExperimentDraft['arms']): PlannedShare[] {
  const weights = arms.reduce((sum, { weight }) => sum + weight, 0);
  return arms.map(({ recipe, weight }) => ({ recipe, plannedShare: weight / weights }));
}
