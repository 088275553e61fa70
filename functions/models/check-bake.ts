import type * as z from 'zod';
import { faultText } from '../../core/platform/fault.ts';
import type { CheckBakeInput, CheckBakeOutput } from '../../workflows/train-model/contract.ts';

export class BakeFailedError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'BakeFailedError';
  }
}

/** One error among a hundred requests is chance; more is the model. */
const MAX_ERROR_SHARE = 0.01;
const MIN_ERRORS = 3;

export interface EndpointCounts {
  readonly invocations: number;
  readonly errors: number;
}

/** After the canary has served for a while: few errors, and the smoke test still passes. */
export async function checkBake(
  { endpointName, since }: z.infer<typeof CheckBakeInput>,
  now: Date,
  count: (endpointName: string, from: Date, to: Date) => Promise<EndpointCounts>,
  testAgain: () => Promise<unknown>,
): Promise<z.infer<typeof CheckBakeOutput>> {
  const { invocations, errors } = await count(endpointName, new Date(since), now);
  if (errors >= MIN_ERRORS && errors > MAX_ERROR_SHARE * invocations) {
    throw new BakeFailedError(faultText('canary-failed', { errors, invocations }));
  }
  await testAgain();
  return { invocations, errors };
}
