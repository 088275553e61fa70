import { Duration } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { type RecommendBatchStep, recommendBatchDefinition } from '../../workflows/recommend-batch/definition.ts';
import type { Settings } from '../settings.ts';
import type { DataStack } from '../stacks/data-stack.ts';
import { allowParts, allowSteps, tellCutOff, tellFailures, workflowMachine } from './workflow-machine.ts';

export interface RecommendBatchWorkflowProps {
  readonly data: DataStack;
  readonly settings: Settings;
  readonly steps: Readonly<Record<RecommendBatchStep, IFunction>>;
}

/** The state machine that walks a shop's customers and writes a file a page, and what it may do. */
export class RecommendBatchWorkflow extends Construct {
  readonly stateMachine: StateMachine;

  constructor(scope: Construct, id: string, { data, settings, steps }: RecommendBatchWorkflowProps) {
    super(scope, id);
    const definition = recommendBatchDefinition({
      functions: { writePage: steps.writePage.functionArn, endBatch: steps.endBatch.functionArn },
      alertsTopicArn: data.alerts.topic.topicArn,
    });
    this.stateMachine = workflowMachine(this, { data, settings, definition, timeout: Duration.days(1) });
    allowSteps(this.stateMachine, Object.values(steps));
    data.alerts.allowPublish(this.stateMachine);
    allowParts(this, this.stateMachine);
    tellCutOff(this, this.stateMachine, steps.endBatch);
    tellFailures(this, data, this.stateMachine, {
      name: 'recommend-batch-failed',
      meaning: 'A batch of recommendations did not come to its end.',
    });
  }
}
