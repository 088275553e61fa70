import { InvokeEndpointCommand, type SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import type * as z from 'zod';
import type { Variant } from '../../core/models/contract.ts';
import type { InvocationRecord } from '../../core/platform/invocation-record.ts';

export interface EndpointOptions<Answer> {
  readonly deadlineMs: number;
  readonly answer: z.ZodType<Answer>;
  /** Begins the names of its metrics: `ReRanker` counts `ReRankerLeftOut`. */
  readonly name: string;
}

/** Asks a variant's endpoint and waits no longer than the deadline. A late, broken or missing endpoint is left out. */
export function createEndpointAsker<Request, Answer>(
  client: Pick<SageMakerRuntimeClient, 'send'>,
  { deadlineMs, answer, name }: EndpointOptions<Answer>,
) {
  return async (variant: Variant, request: Request, record: InvocationRecord): Promise<Answer | undefined> => {
    const started = performance.now();
    try {
      const { Body } = await client.send(
        new InvokeEndpointCommand({
          EndpointName: variant.endpointName,
          ContentType: 'application/json',
          Accept: 'application/json',
          Body: JSON.stringify(request),
        }),
        { abortSignal: AbortSignal.timeout(deadlineMs) },
      );
      const parsed = answer.parse(JSON.parse(new TextDecoder().decode(Body)));
      record.took(`${name}Answered`, performance.now() - started);
      return parsed;
    } catch (error) {
      // By design no failure of an endpoint is a failure of the slate; an alarm watches this metric.
      record.count(`${name}LeftOut`);
      record.fact(`${name}Failure`, error instanceof Error ? error.name : 'UnknownError');
      return undefined;
    }
  };
}
