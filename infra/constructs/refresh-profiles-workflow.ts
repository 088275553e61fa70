import { Duration } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { refreshProfilesDefinition } from '../../workflows/refresh-profiles/definition.ts';
import type { Settings } from '../settings.ts';
import type { DataStack } from '../stacks/data-stack.ts';
import type { ContainerImages } from './container-images.ts';
import type { SageMakerRole } from './sagemaker-role.ts';
import { allowProcessingJobs, allowSteps, tellCutOff, tellFailures, workflowMachine } from './workflow-machine.ts';

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
    allowSteps(this.stateMachine, [publishProfiles]);
    allowProcessingJobs(this, this.stateMachine, sagemaker.role);
    data.alerts.allowPublish(this.stateMachine);
    tellCutOff(this, this.stateMachine, publishProfiles);
    tellFailures(this, data, this.stateMachine, {
      name: 'refresh-profiles-failed',
      meaning: 'Profiles were not refreshed; those of the refresh before stay.',
    });
  }
}
