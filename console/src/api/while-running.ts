import { ApiError } from './api-error.ts';

export interface Looked {
  readonly state: { readonly data?: { readonly status: string } | undefined; readonly error: Error | null };
}

/** How soon to look again at what goes on: no more where it has ended, or where the platform refuses to show it. */
export const whileRunning =
  (everyMs: number) =>
  ({ state: { data, error } }: Looked): number | false => {
    const isRefused = error instanceof ApiError && !error.isPassing;
    return isRefused || (data && data.status !== 'running') ? false : everyMs;
  };
