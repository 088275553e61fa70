import validate from 'asl-validator';
import { CAMPAIGN_STEPS, runCampaignDefinition } from '../../../workflows/run-campaign/definition.ts';

const functions = {
  beginRun: 'arn:begin',
  rankAudience: 'arn:rank',
  deliverPage: 'arn:deliver',
  finishRun: 'arn:finish',
};
const alertsTopicArn = 'arn:aws:sns:us-east-1:1:alerts';
const definition = JSON.parse(JSON.stringify(runCampaignDefinition({ functions, alertsTopicArn })));

describe('the run-campaign workflow', () => {
  it('is a valid state machine', () => {
    const { isValid, errorsText } = validate(definition);

    expect(isValid ? '' : errorsText()).toBe('');
  });

  it('uses each function it was given', () => {
    const text = JSON.stringify(definition);

    expect(Object.keys(functions).sort()).toEqual([...CAMPAIGN_STEPS].sort());
    for (const arn of Object.values(functions)) expect(text).toContain(arn);
  });

  it('gives every call an end and a second chance, and every failure a person', () => {
    for (const [name, state] of Object.entries<Record<string, unknown>>(definition.States)) {
      if (state.Type !== 'Task') continue;
      expect([name, typeof state.TimeoutSeconds, Array.isArray(state.Retry)]).toEqual([name, 'number', true]);
    }
    expect(definition.States.Deliver.Catch[0].Next).toBe('Record failure');
    expect(definition.States['Record failure'].Next).toBe('Tell a person');
  });

  it('says on which try no other follows, so that one broken record stops nobody else', () => {
    const { Retry, Arguments } = definition.States.Deliver.ItemProcessor.States['Deliver page'];

    // `RetryCount` is the sum over retriers, so that there may be no other.
    expect(Retry).toHaveLength(1);
    const [{ ErrorEquals, MaxAttempts }] = Retry;
    expect(ErrorEquals).toEqual(['States.ALL']);
    expect(Arguments.Payload.isLastTry).toBe(`{% $states.context.State.RetryCount >= ${MaxAttempts} %}`);
  });

  it('reads no variable of the run inside a part, which is an execution of its own', () => {
    const inside = JSON.stringify(definition.States.Deliver.ItemProcessor);

    expect(inside).not.toContain('$run');
    expect(definition.States.Deliver.ItemProcessor.ProcessorConfig.Mode).toBe('DISTRIBUTED');
  });
});
