import { CloudWatchClient, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { SmokeTestEnv } from '../../core/models/contract.ts';
import { readEnv } from '../../core/platform/read-env.ts';
import { stepHandler } from '../../core/platform/step-handler.ts';
import { CheckBakeInput, CheckBakeOutput } from '../../workflows/train-model/contract.ts';
import { checkBake, type EndpointCounts } from './check-bake.ts';
import { createSmokeTest } from './create-smoke-test.ts';

const smokeTest = createSmokeTest(readEnv(SmokeTestEnv));
const cloudWatch = new CloudWatchClient();

export const handler = stepHandler({ input: CheckBakeInput, output: CheckBakeOutput }, (input, { now }) =>
  checkBake(input, now, countCalls, () => smokeTest(input, now)),
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
