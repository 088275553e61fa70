import { ArnFormat, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { Policy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { DefinitionBody, LogLevel, StateMachine, StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { type RecommendBatchStep, recommendBatchDefinition } from '../../workflows/recommend-batch/definition.ts';
import type { Settings } from '../settings.ts';
import type { DataStack } from '../stacks/data-stack.ts';
import { ALERT_PERIOD } from './alerts.ts';

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
    const log = new LogGroup(this, 'Log', {
      retention: settings.logRetentionDays,
      encryptionKey: data.keys.data,
      removalPolicy: RemovalPolicy.DESTROY,
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
    this.allowParts();
    data.alerts.when(this, {
      name: 'recommend-batch-failed',
      meaning: 'A batch of recommendations did not come to its end.',
      metric: this.stateMachine.metricFailed({ period: ALERT_PERIOD, statistic: 'Sum' }),
      above: 0,
      missingData: TreatMissingData.NOT_BREACHING,
    });
  }

  /** A distributed map starts its parts as executions of the machine itself; a policy apart spares a circle. */
  private allowParts(): void {
    const { stateMachine } = this;
    const executions = Stack.of(this).formatArn({
      service: 'states',
      resource: 'execution',
      resourceName: `${stateMachine.stateMachineName}:*`,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    const policy = new Policy(this, 'Parts', {
      statements: [
        new PolicyStatement({ actions: ['states:StartExecution'], resources: [stateMachine.stateMachineArn] }),
        new PolicyStatement({
          actions: ['states:DescribeExecution', 'states:StopExecution'],
          resources: [executions],
        }),
      ],
    });
    policy.attachToRole(stateMachine.role);
  }
}
