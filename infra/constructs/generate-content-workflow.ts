import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { DefinitionBody, LogLevel, StateMachine, StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import * as z from 'zod';
import {
  GENERATE_CONTENT_FUNCTIONS,
  type GenerateContentFunction,
  generateContentDefinition,
} from '../../workflows/generate-content/definition.ts';
import type { Settings } from '../settings.ts';
import type { DataStack } from '../stacks/data-stack.ts';
import { ALERT_PERIOD } from './alerts.ts';

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
    const log = new LogGroup(this, 'Log', {
      retention: settings.logRetentionDays,
      encryptionKey: data.keys.data,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const definition = generateContentDefinition({
      functions: STEP_ARNS.parse(
        Object.fromEntries(GENERATE_CONTENT_FUNCTIONS.map((name) => [name, steps[name].functionArn])),
      ),
      alertsTopicArn: data.alerts.topic.topicArn,
    });
    this.stateMachine = new StateMachine(this, 'StateMachine', {
      stateMachineType: StateMachineType.STANDARD,
      definitionBody: DefinitionBody.fromString(Stack.of(this).toJsonString(definition)),
      tracingEnabled: true,
      logs: { destination: log, level: LogLevel.ALL, includeExecutionData: false },
      timeout: Duration.days(1),
    });
    this.stateMachine.addToRolePolicy(
      new PolicyStatement({
        actions: ['lambda:InvokeFunction'],
        resources: Object.values(steps).map(({ functionArn }) => functionArn),
      }),
    );
    data.alerts.allowPublish(this.stateMachine);
    data.alerts.when(this, {
      name: 'generate-content-failed',
      meaning: 'A batch of texts failed; what it had drafted is kept.',
      metric: this.stateMachine.metricFailed({ period: ALERT_PERIOD, statistic: 'Sum' }),
      above: 0,
      missingData: TreatMissingData.NOT_BREACHING,
    });
  }
}

const STEP_ARNS = z.record(z.enum(GENERATE_CONTENT_FUNCTIONS), z.string());
