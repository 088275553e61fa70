import { ModelError } from '@aws-sdk/client-sagemaker-runtime';
import { callEndpoint, type EndpointClient } from '../../core/platform/call-endpoint.ts';
import { faultText } from '../../core/platform/fault.ts';
import { SmokeTestFailedError } from './smoke-test-failed-error.ts';

/** Long enough for a serverless endpoint that wakes up. */
const PATIENCE_MS = 60_000;

/** The text an endpoint answers. A model's own error is a failed test; an outage is thrown on and tried again. */
export function createEndpointCaller(client: EndpointClient) {
  return async (endpointName: string, body: string): Promise<string> => {
    try {
      return await callEndpoint(client, endpointName, body, PATIENCE_MS);
    } catch (cause) {
      if (cause instanceof ModelError)
        throw new SmokeTestFailedError(faultText('model-error', { words: cause.OriginalMessage ?? cause.message }), {
          cause,
        });
      throw cause;
    }
  };
}
