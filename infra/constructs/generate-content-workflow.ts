import { Duration } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import * as z from 'zod';
import {
  GENERATE_CONTENT_FUNCTIONS,
  type GenerateContentFunction,
  generateContentDefinition,
} from '../../workflows/generate-content/definition.ts';
import type { Settings } from '../settings.ts';
import type { DataStack } from '../stacks/data-stack.ts';
import { allowSteps, tellCutOff, tellFailures, workflowMachine } from './workflow-machine.ts';

export interface GenerateContentWorkflowProps {
  readonly data: DataStack;
  readonly settings: Settings;
  readonly steps: Readonly<Record<GenerateContentFunction, IFunction>>;
}

/** The state machine that writes texts for a catalogue, and what it may do. */
export class GenerateContentWorkflow extends Construct {
  readonly stateMachine: StateMachine;

  constructor(scope: Construct, id: string, { data, settings, steps }: GenerateContentWorkflowProps) {
    super(scope, id);
    const definition = generateContentDefinition({
      functions: STEP_ARNS.parse(
        Object.fromEntries(GENERATE_CONTENT_FUNCTIONS.map((name) => [name, steps[name].functionArn])),
      ),
      alertsTopicArn: data.alerts.topic.topicArn,
    });
    this.stateMachine = workflowMachine(this, { data, settings, definition, timeout: Duration.days(1) });
    allowSteps(this.stateMachine, Object.values(steps));
    data.alerts.allowPublish(this.stateMachine);
    tellCutOff(this, this.stateMachine, steps.endBatch);
    tellFailures(this, data, this.stateMachine, {
      name: 'generate-content-failed',
      meaning: 'A batch of texts failed; what it had drafted is kept.',
    });
  }
}

const STEP_ARNS = z.record(z.enum(GENERATE_CONTENT_FUNCTIONS), z.string());
