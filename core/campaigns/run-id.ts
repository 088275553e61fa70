import { RunId } from './contract.ts';

/** `20261124t093000z`: sorts by time, and two orders of one moment are one run. */
export function runIdOf(at: Date): RunId {
  return RunId.parse(`${at.toISOString().slice(0, 19).replaceAll(/[-:]/g, '').toLowerCase()}z`);
}
