import validate from 'asl-validator';
import { RECOMMEND_BATCH_STEPS, recommendBatchDefinition } from '../../../workflows/recommend-batch/definition.ts';

const functions = { writePage: 'arn:write', endBatch: 'arn:end' };
const alertsTopicArn = 'arn:aws:sns:us-east-1:1:alerts';
const definition = JSON.parse(JSON.stringify(recommendBatchDefinition({ functions, alertsTopicArn })));

describe('the recommend-batch workflow', () => {
  it('is a valid state machine', () => {
    const { isValid, errorsText } = validate(definition);

    expect(isValid ? '' : errorsText()).toBe('');
  });

  it('uses each function it was given', () => {
    const text = JSON.stringify(definition);

    expect(Object.keys(functions).sort()).toEqual([...RECOMMEND_BATCH_STEPS].sort());
    for (const arn of Object.values(functions)) expect(text).toContain(arn);
  });

  it('gives every call an end and a second chance, and every failure a person', () => {
    const inside = definition.States.Write.ItemProcessor.States;
    for (const [name, state] of Object.entries<Record<string, unknown>>({ ...definition.States, ...inside })) {
      if (state.Type !== 'Task') continue;
      expect([name, typeof state.TimeoutSeconds, Array.isArray(state.Retry)]).toEqual([name, 'number', true]);
    }
    for (const state of ['Write', 'End']) expect(definition.States[state].Catch[0].Next).toBe('Record failure');
    expect(definition.States['Record failure'].Next).toBe('Tell a person');
  });

  it('has each part say why it failed before it does, for the map around them tells only that some did', () => {
    const inside = definition.States.Write.ItemProcessor.States;
    const recording = inside[inside['Write page'].Catch[0].Next];

    expect(recording.Arguments).toMatchObject({ FunctionName: 'arn:end', Payload: { status: 'failed' } });
    expect(recording.Arguments.Payload.batchId).toContain('$part.batchId');
    for (const next of [recording.Next, recording.Catch[0].Next]) expect(inside[next].Type).toBe('Fail');
  });

  it('reads no variable of the batch inside a part, which is an execution of its own', () => {
    const inside = JSON.stringify(definition.States.Write.ItemProcessor);

    expect(inside).not.toContain('$batch');
    expect(definition.States.Write.ItemProcessor.ProcessorConfig.Mode).toBe('DISTRIBUTED');
  });
});
