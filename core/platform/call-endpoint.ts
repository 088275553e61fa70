import { InvokeEndpointCommand, type SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import { UnavailableError } from './errors.ts';
import { fault } from './fault.ts';

export type EndpointClient = Pick<SageMakerRuntimeClient, 'send'>;

/** What passes by itself: an endpoint that is busy, being replaced, or later than we wait for it. */
const PASSING = new Set([
  ...['AbortError', 'TimeoutError', 'ThrottlingException', 'TooManyRequestsException'],
  ...['ServiceUnavailable', 'InternalFailure', 'InternalDependencyException', 'ModelNotReadyException'],
]);

/**
 * What an endpoint answers to a JSON body, as text. Throws UnavailableError for what may be tried again, an answer that is
 * later than `patienceMs` among it, and else what SageMaker threw: the model's own error is a ModelError.
 */
export async function callEndpoint(
  client: EndpointClient,
  endpointName: string,
  body: string,
  patienceMs: number,
): Promise<string> {
  const command = new InvokeEndpointCommand({
    EndpointName: endpointName,
    ContentType: 'application/json',
    Accept: 'application/json',
    Body: body,
  });
  try {
    const { Body } = await client.send(command, { abortSignal: AbortSignal.timeout(patienceMs) });
    return new TextDecoder().decode(Body);
  } catch (cause) {
    if (!(cause instanceof Error) || !PASSING.has(cause.name)) throw cause;
    throw new UnavailableError(fault('model-asleep', { error: cause.name }), { cause });
  }
}
