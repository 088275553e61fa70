import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { CampaignFunctions } from '../areas/campaign-functions.ts';
import { CampaignSteps } from '../areas/campaign-steps.ts';
import { ChannelFunctions } from '../areas/channel-functions.ts';
import { CampaignSchedule } from '../constructs/campaign-schedule.ts';
import { EmailEvents } from '../constructs/email-events.ts';
import { RunCampaignWorkflow } from '../constructs/run-campaign-workflow.ts';
import type { Route } from '../constructs/shop-api.ts';
import { exported } from './exported.ts';
import type { StageStackProps } from './stage-stack-props.ts';

/** What writes to customers: campaigns, their workflow and schedules, the channels out and the answers back. */
export class CampaignStack extends Stack {
  readonly routes: readonly Route[];

  constructor(scope: Construct, id: string, props: StageStackProps) {
    super(scope, id, props);
    const { data, settings } = props;
    const email = new EmailEvents(this, 'Email');
    const area = { data, settings, email };
    const { functions: steps } = new CampaignSteps(this, 'Steps', area);
    const { stateMachine } = new RunCampaignWorkflow(this, 'RunCampaign', { data, settings, steps });
    const schedule = new CampaignSchedule(this, 'Schedule', { stateMachine });
    this.routes = [
      ...new CampaignFunctions(this, 'Campaigns', { ...area, schedule }).routes,
      ...new ChannelFunctions(this, 'Channels', area).routes,
    ];
    exported(this, { RunCampaignStateMachineArn: stateMachine.stateMachineArn });
  }
}
