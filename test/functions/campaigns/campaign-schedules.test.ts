import {
  ConflictException,
  CreateScheduleCommand,
  UpdateScheduleCommand,
  ValidationException,
} from '@aws-sdk/client-scheduler';
import { ValidationError } from '../../../core/platform/errors.ts';
import { createCampaignSchedules } from '../../../functions/campaigns/campaign-schedules.ts';

const target = { groupName: 'campaigns', roleArn: 'arn:role', stateMachineArn: 'arn:machine' };
const schedule = { expression: 'cron(0 9 * * * *)', timeZone: 'UTC' };
const said = { message: 'Invalid Schedule Expression', $metadata: {} };

/** A scheduler that answers each kind of command as it is told. */
function aScheduler(answers: { create?: Error; update?: Error }) {
  const sent: string[] = [];
  const send = async (command: unknown) => {
    const [name, refusal] =
      command instanceof CreateScheduleCommand
        ? ['create', answers.create]
        : [command instanceof UpdateScheduleCommand ? 'update' : 'delete', answers.update];
    sent.push(name ?? '');
    if (refusal) throw refusal;
    return {};
  };
  return { sent, schedules: createCampaignSchedules({ send }, target) };
}

describe('the schedule of a campaign', () => {
  it.each([
    ['created', { create: new ValidationException({ ...said, Message: said.message }) }],
    [
      'changed',
      {
        create: new ConflictException({ ...said, Message: 'exists' }),
        update: new ValidationException({ ...said, Message: said.message }),
      },
    ],
  ])('that does not read when it is %s is the caller’s to mend', async (_when, answers) => {
    const { schedules } = aScheduler(answers);

    const put = schedules.put('demo', 'win-back', schedule, true);

    await expect(put).rejects.toThrow(ValidationError);
    await expect(put).rejects.toMatchObject({
      errors: [
        { pointer: '#/definition/schedule/expression', code: 'schedule-refused', values: { words: said.message } },
      ],
    });
  });

  it('is changed where it is there already', async () => {
    const { schedules, sent } = aScheduler({ create: new ConflictException({ ...said, Message: 'exists' }) });

    await schedules.put('demo', 'win-back', schedule, true);

    expect(sent).toEqual(['create', 'update']);
  });
});
