import { Duration, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { refreshProfilesDefinition } from '../../workflows/refresh-profiles/definition.ts';
import type { Settings } from '../settings.ts';
import type { DataStack } from '../stacks/data-stack.ts';
import type { ContainerImages } from './container-images.ts';
import { sagemakerArn } from './sagemaker-access.ts';
import type { SageMakerRole } from './sagemaker-role.ts';
import { allowSteps, allowTagging, tellCutOff, tellFailures, workflowMachine } from './workflow-machine.ts';

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
    const definition = refreshProfilesDefinition({
      publishProfiles: publishProfiles.functionArn,
      images: images.uris,
      sagemakerRoleArn: sagemaker.role.roleArn,
      lakeBucket: data.lake.bucketName,
      artifactsBucket: data.artifacts.bucketName,
      alertsTopicArn: data.alerts.topic.topicArn,
      training: settings.training,
    });
    this.stateMachine = workflowMachine(this, { data, settings, definition, timeout: Duration.hours(6) });
    this.allow(props);
    tellCutOff(this, this.stateMachine, publishProfiles);
    tellFailures(this, data, this.stateMachine, {
      name: 'refresh-profiles-failed',
      meaning: 'Profiles were not refreshed; those of the refresh before stay.',
    });
  }

  private allow({ data, sagemaker, publishProfiles }: RefreshProfilesWorkflowProps): void {
    const grant = (actions: string[], resources: string[], conditions?: Record<string, unknown>) =>
      this.stateMachine.addToRolePolicy(new PolicyStatement({ actions, resources, conditions }));
    allowSteps(this.stateMachine, [publishProfiles]);
    grant(
      ['sagemaker:CreateProcessingJob', 'sagemaker:DescribeProcessingJob', 'sagemaker:StopProcessingJob'],
      [sagemakerArn(this, 'processing-job', '*')],
    );
    allowTagging(this.stateMachine, [sagemakerArn(this, 'processing-job', '*')]);
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
