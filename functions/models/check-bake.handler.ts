import { CloudWatchClient, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { S3Client } from '@aws-sdk/client-s3';
import { SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import { createArtifacts } from '../../core/models/artifacts.ts';
import { SmokeTestEnv } from '../../core/models/contract.ts';
import { createModelRepository } from '../../core/models/model-repository.ts';
import { createDocumentClient } from '../../core/platform/document-client.ts';
import { readEnv } from '../../core/platform/read-env.ts';
import { stepHandler } from '../../core/platform/step-handler.ts';
import { createCandidateRepository } from '../../core/recommendations/candidate-repository.ts';
import { CheckBakeInput, CheckBakeOutput } from '../../workflows/train-model/contract.ts';
import { checkBake, type EndpointCounts } from './check-bake.ts';
import { createEndpointCaller } from './invoke-endpoint.ts';
import { deadlineOf, smokeTestEndpoint } from './smoke-test-endpoint.ts';

const env = readEnv(SmokeTestEnv);
const documents = createDocumentClient();
const sources = {
  models: createModelRepository(documents, env.MODELS_TABLE_NAME),
  candidates: createCandidateRepository(documents, env.CANDIDATES_TABLE_NAME),
  artifacts: createArtifacts(new S3Client(), env.ARTIFACTS_BUCKET_NAME),
};
const invoke = createEndpointCaller(new SageMakerRuntimeClient());
const cloudWatch = new CloudWatchClient();

export const handler = stepHandler({ input: CheckBakeInput, output: CheckBakeOutput }, (input, { now }) =>
  checkBake(input, now, countCalls, () =>
    smokeTestEndpoint(input, now, sources, { invoke, deadlineMs: deadlineOf(input.model, env) }),
  ),
);

async function countCalls(endpointName: string, from: Date, to: Date): Promise<EndpointCounts> {
  const metric = (id: string, name: string) => ({
    Id: id,
    MetricStat: {
      Metric: {
        Namespace: 'AWS/SageMaker',
        MetricName: name,
        Dimensions: [
          { Name: 'EndpointName', Value: endpointName },
          { Name: 'VariantName', Value: 'all' },
        ],
      },
      Period: 60,
      Stat: 'Sum',
    },
  });
  const { MetricDataResults } = await cloudWatch.send(
    new GetMetricDataCommand({
      StartTime: from,
      EndTime: to,
      MetricDataQueries: [metric('invocations', 'Invocations'), metric('modelErrors', 'Invocation5XXErrors')],
    }),
  );
  const sumOf = (id: string) =>
    (MetricDataResults?.find((result) => result.Id === id)?.Values ?? []).reduce((sum, value) => sum + value, 0);
  return { invocations: sumOf('invocations'), errors: sumOf('modelErrors') };
}
