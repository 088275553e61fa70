import validate from 'asl-validator';
import { estimatePoliciesDefinition } from '../../../workflows/estimate-policies/definition.ts';

const definition = JSON.parse(
  JSON.stringify(
    estimatePoliciesDefinition({
      endEstimate: 'arn:end',
      image: 'recommender:1',
      sagemakerRoleArn: 'arn:aws:iam::1:role/estimates',
      lakeBucket: 'lake',
      artifactsBucket: 'artifacts',
      alertsTopicArn: 'arn:aws:sns:us-east-1:1:alerts',
      training: {
        isSpot: false,
        maxRuntimeSeconds: 60,
        maxWaitSeconds: 60,
        processingInstanceType: 'ml.m5.large',
        volumeGb: 10,
      },
    }),
  ),
);
const tasks = Object.entries<Record<string, unknown>>(definition.States).filter(([, { Type }]) => Type === 'Task');

describe('the estimate-policies workflow', () => {
  it('is a valid state machine', () => {
    const { isValid, errorsText } = validate(definition);

    expect(isValid ? '' : errorsText()).toBe('');
  });

  it('gives every task an end and a second chance, and the whole an end beyond all of them', () => {
    for (const [name, state] of tasks)
      expect([name, typeof state.TimeoutSeconds, Array.isArray(state.Retry)]).toEqual([name, 'number', true]);
    expect(definition.TimeoutSeconds).toBeGreaterThan(3 * definition.States.Estimate.TimeoutSeconds);
  });

  it('writes a failure of any step down and tells a person of it', () => {
    for (const name of ['Estimate', 'Keep answer'])
      expect([name, definition.States[name].Catch[0].Next]).toEqual([name, 'Record failure']);
    expect(definition.States['Record failure'].Next).toBe('Tell a person');
    expect(definition.States['Tell a person'].Next).toBe('Failed');
  });

  it("reads the shop's decisions and events and nothing else of the lake, and keeps its answer apart", () => {
    const { ProcessingInputs, ProcessingOutputConfig } = definition.States.Estimate.Arguments;
    const sources = ProcessingInputs.map(({ S3Input }: { S3Input: { S3Uri: string } }) => S3Input.S3Uri);

    expect(sources).toEqual([
      "{% 's3://lake/decisions/shop=' & $run.shop & '/' %}",
      "{% 's3://lake/events/shop=' & $run.shop & '/' %}",
    ]);
    expect(ProcessingOutputConfig.Outputs[0].S3Output.S3Uri).toBe(
      "{% 's3://artifacts/estimates/' & $run.shop & '/' & $run.estimateId %}",
    );
  });
});
