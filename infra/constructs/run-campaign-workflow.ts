import { Duration } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import * as z from 'zod';
import { CAMPAIGN_STEPS, type CampaignStep, runCampaignDefinition } from '../../workflows/run-campaign/definition.ts';
import type { Settings } from '../settings.ts';
import type { DataStack } from '../stacks/data-stack.ts';
import { allowParts, allowSteps, tellCutOff, tellFailures, workflowMachine } from './workflow-machine.ts';

export interface RunCampaignWorkflowProps {
  readonly data: DataStack;
  readonly settings: Settings;
  readonly steps: Readonly<Record<CampaignStep, IFunction>>;
}

const STEP_ARNS = z.record(z.enum(CAMPAIGN_STEPS), z.string());

/** The state machine that walks an audience and writes to it, and what it may do. */
export class RunCampaignWorkflow extends Construct {
  readonly stateMachine: StateMachine;

  constructor(scope: Construct, id: string, { data, settings, steps }: RunCampaignWorkflowProps) {
    super(scope, id);
    const definition = runCampaignDefinition({
      functions: STEP_ARNS.parse(Object.fromEntries(CAMPAIGN_STEPS.map((name) => [name, steps[name].functionArn]))),
      alertsTopicArn: data.alerts.topic.topicArn,
    });
    this.stateMachine = workflowMachine(this, { data, settings, definition, timeout: Duration.days(2) });
    allowSteps(this.stateMachine, Object.values(steps));
    data.alerts.allowPublish(this.stateMachine);
    allowParts(this, this.stateMachine);
    tellCutOff(this, this.stateMachine, steps.finishRun);
    tellFailures(this, data, this.stateMachine, {
      name: 'run-campaign-failed',
      meaning: 'A run of a campaign did not come to its end; some of its audience may not have been written to.',
    });
  }
}
