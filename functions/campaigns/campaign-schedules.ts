import { createHash } from 'node:crypto';
import {
  ConflictException,
  CreateScheduleCommand,
  DeleteScheduleCommand,
  ResourceNotFoundException,
  type SchedulerClient,
  UpdateScheduleCommand,
  ValidationException,
} from '@aws-sdk/client-scheduler';
import type { CampaignId, Schedule } from '../../core/campaigns/contract.ts';
import type { ShopId } from '../../core/platform/contract.ts';
import { ValidationError } from '../../core/platform/errors.ts';
import { refusal } from '../../core/platform/refusal.ts';
import type { RunCampaignInput } from '../../workflows/run-campaign/contract.ts';

export interface ScheduleTarget {
  readonly groupName: string;
  readonly roleArn: string;
  readonly stateMachineArn: string;
}

export type CampaignSchedules = ReturnType<typeof createCampaignSchedules>;

/** One schedule a campaign, named after it; what it starts is named after the tick, so that a tick counts once. */
export function createCampaignSchedules(client: Pick<SchedulerClient, 'send'>, target: ScheduleTarget) {
  async function remove(Name: string): Promise<void> {
    await client.send(new DeleteScheduleCommand({ Name, GroupName: target.groupName })).catch((error: unknown) => {
      if (!(error instanceof ResourceNotFoundException)) throw error;
    });
  }

  return {
    async put(shop: ShopId, campaignId: CampaignId, schedule: Schedule | null, isActive: boolean): Promise<void> {
      const Name = scheduleName(shop, campaignId);
      if (!schedule) return remove(Name);
      const input: RunCampaignInput = {
        shop,
        campaignId,
        trigger: 'schedule',
        scheduledAt: '<aws.scheduler.scheduled-time>',
      };
      const wanted = {
        Name,
        GroupName: target.groupName,
        ScheduleExpression: schedule.expression,
        ScheduleExpressionTimezone: schedule.timeZone,
        FlexibleTimeWindow: { Mode: 'OFF' as const },
        State: isActive ? ('ENABLED' as const) : ('DISABLED' as const),
        Target: {
          Arn: target.stateMachineArn,
          RoleArn: target.roleArn,
          Input: JSON.stringify(input),
          RetryPolicy: { MaximumRetryAttempts: 10, MaximumEventAgeInSeconds: 3_600 },
        },
      };
      await client
        .send(new CreateScheduleCommand(wanted))
        .catch((error: unknown) => {
          if (!(error instanceof ConflictException)) throw error;
          return client.send(new UpdateScheduleCommand(wanted));
        })
        .catch(refuseUnreadable);
    },
  };
}

function refuseUnreadable(error: unknown): never {
  if (!(error instanceof ValidationException)) throw error;
  const { message: detail } = error;
  throw new ValidationError(refusal('bad-schedule', {}), [
    { pointer: '#/definition/schedule/expression', detail, code: 'schedule-refused', values: { words: detail } },
  ]);
}

/** A name has at most 64 characters; a longer one ends in its own digest, so that no two are the same. */
function scheduleName(shop: ShopId, campaignId: CampaignId): string {
  const name = `${shop}.${campaignId}`;
  if (name.length <= 64) return name;
  return `${name.slice(0, 47)}.${createHash('sha256').update(name).digest('hex').slice(0, 16)}`;
}
