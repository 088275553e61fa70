import validate from 'asl-validator';
import { refreshProfilesDefinition } from '../../../workflows/refresh-profiles/definition.ts';

const definition = JSON.parse(
  JSON.stringify(
    refreshProfilesDefinition({
      publishProfiles: 'arn:publish',
      images: { features: 'features:1', insights: 'insights:1' },
      sagemakerRoleArn: 'arn:aws:iam::1:role/jobs',
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

describe('the refresh-profiles workflow', () => {
  it('is a valid state machine', () => {
    const { isValid, errorsText } = validate(definition);

    expect(isValid ? '' : errorsText()).toBe('');
  });

  it('gives every task an end and a second chance', () => {
    for (const [name, state] of tasks)
      expect([name, typeof state.TimeoutSeconds, Array.isArray(state.Retry)]).toEqual([name, 'number', true]);
  });

  it('writes a failure of any step down and tells a person of it', () => {
    for (const name of ['Count facts', 'Compute profiles', 'Publish part'])
      expect([name, definition.States[name].Catch[0].Next]).toEqual([name, 'Record failure']);
    expect(definition.States['Record failure'].Next).toBe('Tell a person');
    expect(definition.States['Tell a person'].Next).toBe('Failed');
  });

  it('reads of the lake what belongs to the shop, and nothing else', () => {
    const sources = definition.States['Count facts'].Arguments.ProcessingInputs.map(
      ({ S3Input }: { S3Input: { S3Uri: string } }) => S3Input.S3Uri,
    );

    expect(sources).toEqual([
      "{% 's3://lake/events/shop=' & $run.shop & '/' %}",
      "{% 's3://lake/items/shop=' & $run.shop & '/' %}",
    ]);
  });
});
