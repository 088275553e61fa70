import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import type * as z from 'zod';
import { factsOfError, type InvocationRecord, openRecord, recordOf } from './invocation-record.ts';

export interface StepCall {
  readonly now: Date;
  readonly record: InvocationRecord;
}

/**
 * A function that is invoked directly: a step of a workflow, a schedule, an operator. What it throws keeps its
 * name, because a workflow retries and catches by it.
 */
export function stepHandler<Input extends z.ZodType, Output extends z.ZodType>(
  { input, output }: { readonly input: Input; readonly output: Output },
  perform: (input: z.output<Input>, call: StepCall) => Promise<z.input<Output>>,
) {
  return middy<unknown, z.output<Output>>()
    .before(({ context }) => {
      openRecord(context);
    })
    .after(({ context }) => recordOf(context).close('INFO', {}))
    .onError(({ context, error }) => recordOf(context).close('ERROR', factsOfError(error)))
    .handler(async (event: unknown, context: Context) => {
      const answer = await perform(input.parse(event), { now: new Date(), record: recordOf(context) });
      return output.parse(answer);
    });
}
