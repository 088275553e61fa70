import {
  CreateEndpointCommand,
  DeleteEndpointCommand,
  SageMakerClient,
  waitUntilEndpointDeleted,
  waitUntilEndpointInService,
} from '@aws-sdk/client-sagemaker';

const waiting = () => ({ client: new SageMakerClient(), minDelay: 1, maxDelay: 1, maxWaitTime: 90 });

/** Deletes an endpoint and waits until it is gone; its configuration and its model stay. */
export async function takeAway(EndpointName: string): Promise<void> {
  const settings = waiting();
  await settings.client.send(new DeleteEndpointCommand({ EndpointName }));
  await waitUntilEndpointDeleted(settings, { EndpointName });
}

/** Makes an endpoint again from its configuration, which bears its name, unless it is there, and waits until it serves. */
export async function putBack(EndpointName: string): Promise<void> {
  const settings = waiting();
  const create = new CreateEndpointCommand({ EndpointName, EndpointConfigName: EndpointName });
  await settings.client.send(create).catch((error: unknown) => {
    if (!(error instanceof Error && /already existing/i.test(error.message))) throw error;
  });
  await waitUntilEndpointInService(settings, { EndpointName });
}
