import type { RunSummary } from '../../../core/models/contract.ts';

/** Runs that failed or went back, and gates that refused, newest first; a later success closes what came before. */
export function openMatters(runs: readonly RunSummary[]): RunSummary[] {
  const success = runs.findIndex(({ status }) => status === 'promoted');
  const since = success === -1 ? runs : runs.slice(0, success);
  return since.filter(({ status }) => status === 'failed' || status === 'rolled-back' || status === 'kept');
}
