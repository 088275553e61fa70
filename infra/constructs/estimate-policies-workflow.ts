import { Duration } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { estimatePoliciesDefinition } from '../../workflows/estimate-policies/definition.ts';
import type { Settings } from '../settings.ts';
import type { DataStack } from '../stacks/data-stack.ts';
import type { ContainerImages } from './container-images.ts';
import { SageMakerRole } from './sagemaker-role.ts';
import { allowProcessingJobs, allowSteps, tellCutOff, tellFailures, workflowMachine } from './workflow-machine.ts';

export interface EstimatePoliciesWorkflowProps {
  readonly data: DataStack;
  readonly settings: Settings;
  readonly images: ContainerImages;
  readonly endEstimate: IFunction;
}

/** The state machine that estimates what policies would have earned, and what it may do: one job that reads the log alone. */
export class EstimatePoliciesWorkflow extends Construct {
  readonly stateMachine: StateMachine;

  constructor(scope: Construct, id: string, props: EstimatePoliciesWorkflowProps) {
    super(scope, id);
    const { data, settings, images, endEstimate } = props;
    const { role } = new SageMakerRole(this, 'Job', {
      data,
      images,
      description: 'Estimates from the log of slates',
      areas: ['decisions/', 'events/'],
      keeps: ['estimates/'],
      reads: [],
    });
    const definition = estimatePoliciesDefinition({
      endEstimate: endEstimate.functionArn,
      image: images.uris.recommender,
      sagemakerRoleArn: role.roleArn,
      lakeBucket: data.lake.bucketName,
      artifactsBucket: data.artifacts.bucketName,
      alertsTopicArn: data.alerts.topic.topicArn,
      training: settings.training,
    });
    this.stateMachine = workflowMachine(this, { data, settings, definition, timeout: Duration.hours(2) });
    allowSteps(this.stateMachine, [endEstimate]);
    allowProcessingJobs(this, this.stateMachine, role);
    data.alerts.allowPublish(this.stateMachine);
    tellCutOff(this, this.stateMachine, endEstimate);
    tellFailures(this, data, this.stateMachine, {
      name: 'estimate-policies-failed',
      meaning: 'What policies would have earned was asked and not estimated.',
    });
  }
}
