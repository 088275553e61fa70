import { Stack } from 'aws-cdk-lib';
import { type IGrantable, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { WriteCampaignEnv } from '../../core/campaigns/env.ts';

export interface CampaignScheduleProps {
  readonly stateMachine: IStateMachine;
}

/** Where each active campaign has its schedule, and the role by which it starts a run. */
export class CampaignSchedule extends Construct {
  readonly stateMachine: IStateMachine;
  readonly environment: Omit<WriteCampaignEnv, 'CAMPAIGNS_TABLE_NAME' | 'REQUESTS_TABLE_NAME'>;
  private readonly role: Role;
  private readonly groupName: string;

  constructor(scope: Construct, id: string, { stateMachine }: CampaignScheduleProps) {
    super(scope, id);
    this.stateMachine = stateMachine;
    this.groupName = `${Stack.of(this).stackName}-campaigns`;
    new CfnScheduleGroup(this, 'Group', { name: this.groupName });
    this.role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('scheduler.amazonaws.com') });
    stateMachine.grantStartExecution(this.role);
    this.environment = {
      RUN_CAMPAIGN_STATE_MACHINE_ARN: stateMachine.stateMachineArn,
      SCHEDULE_GROUP_NAME: this.groupName,
      SCHEDULE_ROLE_ARN: this.role.roleArn,
    };
  }

  /** Allows writing schedules of this group, which can start runs of campaigns and nothing else. */
  allowWrite(grantee: IGrantable): void {
    const schedules = Stack.of(this).formatArn({
      service: 'scheduler',
      resource: 'schedule',
      resourceName: `${this.groupName}/*`,
    });
    grantee.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({
        actions: ['scheduler:CreateSchedule', 'scheduler:UpdateSchedule', 'scheduler:DeleteSchedule'],
        resources: [schedules],
      }),
    );
    grantee.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({
        actions: ['iam:PassRole'],
        resources: [this.role.roleArn],
        conditions: { StringEquals: { 'iam:PassedToService': 'scheduler.amazonaws.com' } },
      }),
    );
  }
}
