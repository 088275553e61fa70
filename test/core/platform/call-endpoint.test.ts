import { ModelError, type SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import { callEndpoint } from '../../../core/platform/call-endpoint.ts';
import { UnavailableError } from '../../../core/platform/errors.ts';

const failing = (error: Error) => ({ send: async () => Promise.reject(error) }) as Pick<SageMakerRuntimeClient, 'send'>;
const named = (name: string) => Object.assign(new Error('no'), { name });
const call = (error: Error) => callEndpoint(failing(error), 'shop-generator-1', '{}', 1_000);

it.each(['AbortError', 'ThrottlingException', 'ServiceUnavailable', 'ModelNotReadyException'])(
  'takes %s for what may be tried again',
  async (name) => {
    await expect(call(named(name))).rejects.toThrow(UnavailableError);
  },
);

it('tells a model’s own error, and a name that is not there, as they are', async () => {
  const own = new ModelError({ message: 'the model says no', $metadata: {} });

  await expect(call(own)).rejects.toBe(own);
  await expect(call(named('ValidationError'))).rejects.not.toThrow(UnavailableError);
});
