import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { DefinitionBody, LogLevel, StateMachine, StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { refreshProfilesDefinition } from '../../workflows/refresh-profiles/definition.ts';
import type { Settings } from '../settings.ts';
import type { DataStack } from '../stacks/data-stack.ts';
import { ALERT_PERIOD } from './alerts.ts';
import type { ContainerImages } from './container-images.ts';
import { sagemakerArn } from './sagemaker-access.ts';
import type { SageMakerRole } from './sagemaker-role.ts';

export interface RefreshProfilesWorkflowProps {
  readonly data: DataStack;
  readonly settings: Settings;
  readonly images: ContainerImages;
  readonly sagemaker: SageMakerRole;
  readonly publishProfiles: IFunction;
}

/** The state machine that computes profiles, and what it may do: two jobs, one function, one message. */
export class RefreshProfilesWorkflow extends Construct {
  readonly stateMachine: StateMachine;

  constructor(scope: Construct, id: string, props: RefreshProfilesWorkflowProps) {
    super(scope, id);
    const { settings, data, images, sagemaker, publishProfiles } = props;
    const log = new LogGroup(this, 'Log', {
      retention: settings.logRetentionDays,
      encryptionKey: data.keys.data,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const definition = refreshProfilesDefinition({
      publishProfiles: publishProfiles.functionArn,
      images: images.uris,
      sagemakerRoleArn: sagemaker.role.roleArn,
      lakeBucket: data.lake.bucketName,
      artifactsBucket: data.artifacts.bucketName,
      alertsTopicArn: data.alerts.topic.topicArn,
      training: settings.training,
    });
    this.stateMachine = new StateMachine(this, 'StateMachine', {
      stateMachineType: StateMachineType.STANDARD,
      definitionBody: DefinitionBody.fromString(Stack.of(this).toJsonString(definition)),
      tracingEnabled: true,
      logs: { destination: log, level: LogLevel.ALL, includeExecutionData: false },
      timeout: Duration.hours(6),
    });
    this.allow(props);
    data.alerts.when(this, {
      name: 'refresh-profiles-failed',
      meaning: 'Profiles were not refreshed; those of the refresh before stay.',
      metric: this.stateMachine.metricFailed({ period: ALERT_PERIOD, statistic: 'Sum' }),
      above: 0,
      missingData: TreatMissingData.NOT_BREACHING,
    });
  }

  private allow({ data, sagemaker, publishProfiles }: RefreshProfilesWorkflowProps): void {
    const grant = (actions: string[], resources: string[], conditions?: Record<string, unknown>) =>
      this.stateMachine.addToRolePolicy(new PolicyStatement({ actions, resources, conditions }));
    grant(['lambda:InvokeFunction'], [publishProfiles.functionArn]);
    grant(
      ['sagemaker:CreateProcessingJob', 'sagemaker:DescribeProcessingJob', 'sagemaker:StopProcessingJob'],
      [sagemakerArn(this, 'processing-job', '*')],
    );
    grant(['iam:PassRole'], [sagemaker.role.roleArn], {
      StringEquals: { 'iam:PassedToService': 'sagemaker.amazonaws.com' },
    });
    const rule = Stack.of(this).formatArn({
      service: 'events',
      resource: 'rule',
      resourceName: 'StepFunctionsGetEventsForSageMakerProcessingJobsRule',
    });
    grant(['events:PutTargets', 'events:PutRule', 'events:DescribeRule'], [rule]);
    data.alerts.allowPublish(this.stateMachine);
  }
}
