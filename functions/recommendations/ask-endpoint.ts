import type * as z from 'zod';
import type { Variant } from '../../core/models/contract.ts';
import { callEndpoint, type EndpointClient } from '../../core/platform/call-endpoint.ts';
import { UnavailableError } from '../../core/platform/errors.ts';
import type { InvocationRecord } from '../../core/platform/invocation-record.ts';

export interface EndpointOptions<Answer> {
  readonly deadlineMs: number;
  readonly answer: z.ZodType<Answer>;
  /** Begins the names of its metrics: `ReRanker` counts `ReRankerLeftOut`. */
  readonly name: string;
}

/** Asks a variant's endpoint and waits no longer than the deadline. A late, broken or missing endpoint is left out. */
export function createEndpointAsker<Request, Answer>(
  client: EndpointClient,
  { deadlineMs, answer, name }: EndpointOptions<Answer>,
) {
  return async (variant: Variant, request: Request, record: InvocationRecord): Promise<Answer | undefined> => {
    const started = performance.now();
    try {
      const text = await callEndpoint(client, variant.endpointName, JSON.stringify(request), deadlineMs);
      const parsed = answer.parse(JSON.parse(text));
      record.took(`${name}Answered`, performance.now() - started);
      return parsed;
    } catch (error) {
      // By design no failure of an endpoint is a failure of the slate; an alarm watches this metric.
      record.count(`${name}LeftOut`);
      record.fact(`${name}Failure`, nameOfFailure(error));
      return undefined;
    }
  };
}

/** What lies behind "not just now" says more: late, throttled or gone. */
function nameOfFailure(error: unknown): string {
  const cause = error instanceof UnavailableError ? error.cause : error;
  return cause instanceof Error ? cause.name : 'UnknownError';
}
