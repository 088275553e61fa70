import * as z from 'zod';
import { faultText } from '../core/platform/fault.ts';

/** How an execution ends badly. Only one that failed by its own states has had the time to write down why. */
export const BAD_ENDS = ['FAILED', 'TIMED_OUT', 'ABORTED'] as const;

const REASON_LENGTH = 1_000;

const text = z.string().nullish();
const Ended = z.object({
  status: z.enum(BAD_ENDS),
  startDate: z.int(),
  /** What it was started with, as text. */
  input: z.string(),
  error: text,
  cause: text,
});

/** What an end that nobody wrote down is told of. */
export interface CutOff<Input> {
  readonly input: Input;
  readonly startedAt: Date;
  readonly reason: string;
}

/**
 * Step Functions' word, by EventBridge, of an execution that ended badly: as what the workflow would have given the step
 * that writes down a failure.
 */
export const cutOff = <Input, Step>(started: z.ZodType<Input>, stepOf: (cutOff: CutOff<Input>) => Step) =>
  z.object({ detail: Ended }).transform(({ detail }) =>
    stepOf({
      input: started.parse(JSON.parse(detail.input)),
      startedAt: new Date(detail.startDate),
      reason: reasonOf(detail),
    }),
  );

function reasonOf({ status, error, cause }: z.infer<typeof Ended>): string {
  if (status === 'TIMED_OUT') return faultText('timed-out', {});
  if (status === 'ABORTED') return faultText('aborted', {});
  const words = [error, cause].filter((word) => word);
  return words.join(': ').slice(0, REASON_LENGTH) || faultText('unknown', {});
}
