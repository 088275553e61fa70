import validate from 'asl-validator';
import { generateContentDefinition } from '../../../workflows/generate-content/definition.ts';

const definition = JSON.parse(
  JSON.stringify(
    generateContentDefinition({
      functions: { pickItems: 'arn:pick', writeTexts: 'arn:write', endBatch: 'arn:end' },
      alertsTopicArn: 'arn:aws:sns:us-east-1:1:alerts',
    }),
  ),
);

describe('the generate-content workflow', () => {
  it('is a valid state machine', () => {
    expect(validate(definition)).toMatchObject({ isValid: true });
  });

  it('tells a person when it fails, whatever failed', () => {
    const caught = ['Pick items', 'Each few items', 'Record done'].map((name) => definition.States[name].Catch[0].Next);

    expect(caught).toEqual(['Record failure', 'Record failure', 'Record failure']);
    expect(definition.States['Record failure'].Next).toBe('Tell a person');
  });

  it('bounds every wait', () => {
    const { States } = definition;
    const tasks = [...Object.values(States), States['Each few items'].ItemProcessor.States['Write texts']].filter(
      (state: { Type: string }) => state.Type === 'Task',
    );

    expect(tasks.length).toBeGreaterThan(3);
    expect(tasks.every(({ TimeoutSeconds }: { TimeoutSeconds?: number }) => TimeoutSeconds)).toBe(true);
  });

  it('calls no function but its three steps', () => {
    const called = [...JSON.stringify(definition).matchAll(/"FunctionName":"([^"]+)"/g)].map(([, arn]) => arn);

    expect([...new Set(called)].sort()).toEqual(['arn:end', 'arn:pick', 'arn:write']);
  });
});
