import { InvokeEndpointCommand, type SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';

export type EndpointClient = Pick<SageMakerRuntimeClient, 'send'>;

/** What an endpoint answers to a JSON body, as text. Throws what SageMaker threw, or a TimeoutError after `patienceMs`. */
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
  const { Body } = await client.send(command, { abortSignal: AbortSignal.timeout(patienceMs) });
  return new TextDecoder().decode(Body);
}
