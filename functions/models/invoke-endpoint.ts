import { InvokeEndpointCommand, ModelError, type SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import { SmokeTestFailedError } from './smoke-test-failed-error.ts';

/** Long enough for a serverless endpoint that wakes up. */
const PATIENCE_MS = 60_000;

/** The text an endpoint answers. A model's own error is a failed test; an outage is thrown on and tried again. */
export function createEndpointCaller(client: Pick<SageMakerRuntimeClient, 'send'>) {
  return async (endpointName: string, body: string): Promise<string> => {
    const command = new InvokeEndpointCommand({
      EndpointName: endpointName,
      ContentType: 'application/json',
      Accept: 'application/json',
      Body: body,
    });
    try {
      const { Body } = await client.send(command, { abortSignal: AbortSignal.timeout(PATIENCE_MS) });
      return new TextDecoder().decode(Body);
    } catch (cause) {
      if (cause instanceof ModelError)
        throw new SmokeTestFailedError(`The model answered with an error: ${cause.OriginalMessage ?? cause.message}`, {
          cause,
        });
      throw cause;
    }
  };
}
