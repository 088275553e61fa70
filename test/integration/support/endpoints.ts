import {
  CreateEndpointCommand,
  DeleteEndpointCommand,
  DescribeEndpointCommand,
  SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import { eventually } from './platform.ts';

const sagemaker = new SageMakerClient();

async function statusOf(EndpointName: string): Promise<string | undefined> {
  try {
    return (await sagemaker.send(new DescribeEndpointCommand({ EndpointName }))).EndpointStatus;
  } catch (error) {
    if (error instanceof Error && /could not find/i.test(error.message)) return 'Gone';
    throw error;
  }
}

const awaitStatus = (name: string, wanted: string) =>
  eventually(async () => (await statusOf(name)) === wanted, `endpoint to be ${wanted}`, 90_000);

/** Deletes an endpoint and waits until it is gone; its configuration and its model stay. */
export async function takeAway(EndpointName: string): Promise<void> {
  await sagemaker.send(new DeleteEndpointCommand({ EndpointName }));
  await awaitStatus(EndpointName, 'Gone');
}

/** Makes an endpoint that is gone again from its configuration, which bears its name, and waits until it serves. */
export async function putBack(name: string): Promise<void> {
  if ((await statusOf(name)) === 'Gone')
    await sagemaker.send(new CreateEndpointCommand({ EndpointName: name, EndpointConfigName: name }));
  await awaitStatus(name, 'InService');
}
