import { ArnFormat, Duration, Stack } from 'aws-cdk-lib';
import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { CfnModelPackageGroup } from 'aws-cdk-lib/aws-sagemaker';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import * as z from 'zod';
import { ModelName } from '../../core/models/names.ts';
import {
  type EndpointServing,
  STEP_FUNCTIONS,
  type StepFunction,
  trainModelDefinition,
} from '../../workflows/train-model/definition.ts';
import { type Settings, servingIn } from '../settings.ts';
import type { DataStack } from '../stacks/data-stack.ts';
import type { ContainerImages } from './container-images.ts';
import { endpointArns, sagemakerArn } from './sagemaker-access.ts';
import type { SageMakerRole } from './sagemaker-role.ts';
import { allowSteps, allowTagging, tellCutOff, tellFailures, workflowMachine } from './workflow-machine.ts';

export interface TrainModelWorkflowProps {
  readonly data: DataStack;
  readonly settings: Settings;
  readonly images: ContainerImages;
  readonly sagemaker: SageMakerRole;
  readonly steps: Readonly<Record<StepFunction, IFunction>>;
}

/** The state machine that trains, judges and deploys, and what it may do. */
export class TrainModelWorkflow extends Construct {
  readonly stateMachine: StateMachine;

  constructor(scope: Construct, id: string, props: TrainModelWorkflowProps) {
    super(scope, id);
    const { settings, data } = props;
    const group = new CfnModelPackageGroup(this, 'Registry', {
      modelPackageGroupName: `perennial-${Stack.of(this).stackName}`.slice(0, 63),
      modelPackageGroupDescription: 'Trained versions that passed the gate',
    });
    const definition = this.definition(props, group);
    this.stateMachine = workflowMachine(this, { data, settings, definition, timeout: Duration.days(1) });
    this.allow(props);
    this.watch(props);
  }

  private definition(
    { data, settings, images, sagemaker, steps }: TrainModelWorkflowProps,
    group: CfnModelPackageGroup,
  ) {
    return trainModelDefinition({
      functions: STEP_ARNS.parse(Object.fromEntries(STEP_FUNCTIONS.map((name) => [name, steps[name].functionArn]))),
      images: images.uris,
      sagemakerRoleArn: sagemaker.role.roleArn,
      lakeBucket: data.lake.bucketName,
      artifactsBucket: data.artifacts.bucketName,
      alertsTopicArn: data.alerts.topic.topicArn,
      packageGroup: group.modelPackageGroupName,
      training: settings.training,
      recommender: settings.recommender,
      serving: servingOfAll(Stack.of(this).region, settings),
      bakeSeconds: settings.bakeSeconds,
    });
  }

  private allow({ data, settings, sagemaker, steps }: TrainModelWorkflowProps): void {
    const { stateMachine } = this;
    const grant = (actions: string[], resources: string[], conditions?: Record<string, unknown>) =>
      stateMachine.addToRolePolicy(new PolicyStatement({ effect: Effect.ALLOW, actions, resources, conditions }));
    allowSteps(stateMachine, Object.values(steps));
    for (const [noun, resource] of JOBS) {
      grant(
        [`sagemaker:Create${noun}`, `sagemaker:Describe${noun}`, `sagemaker:Stop${noun}`],
        [sagemakerArn(this, resource, '*')],
      );
      allowTagging(stateMachine, [sagemakerArn(this, resource, '*')]);
    }
    allowTagging(stateMachine, [
      ...endpointArns(this, 'model'),
      ...endpointArns(this, 'endpoint-config'),
      ...endpointArns(this, 'endpoint'),
    ]);
    grant(['sagemaker:CreateModel', 'sagemaker:DeleteModel'], endpointArns(this, 'model'));
    grant(['sagemaker:CreateEndpointConfig', 'sagemaker:DeleteEndpointConfig'], endpointArns(this, 'endpoint-config'));
    grant(
      ['sagemaker:CreateEndpoint', 'sagemaker:DescribeEndpoint', 'sagemaker:DeleteEndpoint'],
      [...endpointArns(this, 'endpoint'), ...endpointArns(this, 'endpoint-config')],
    );
    grant(
      ['sagemaker:CreateModelPackage'],
      [sagemakerArn(this, 'model-package', '*'), sagemakerArn(this, 'model-package-group', '*')],
    );
    grant(['iam:PassRole'], [sagemaker.role.roleArn], {
      StringEquals: { 'iam:PassedToService': 'sagemaker.amazonaws.com' },
    });
    const rules = [
      'StepFunctionsGetEventsForSageMakerTrainingJobsRule',
      'StepFunctionsGetEventsForSageMakerProcessingJobsRule',
    ];
    grant(
      ['events:PutTargets', 'events:PutRule', 'events:DescribeRule'],
      rules.map((rule) => this.ruleArn(rule)),
    );
    data.alerts.allowPublish(stateMachine);
    if (servingIn(Stack.of(this).region, settings).kind === 'instance') this.allowScaling(grant);
  }

  private allowScaling(
    grant: (actions: string[], resources: string[], conditions?: Record<string, unknown>) => void,
  ): void {
    grant(
      [
        'application-autoscaling:DeregisterScalableTarget',
        'application-autoscaling:PutScalingPolicy',
        'application-autoscaling:RegisterScalableTarget',
      ],
      [
        Stack.of(this).formatArn({
          service: 'application-autoscaling',
          resource: 'scalable-target',
          resourceName: '*',
        }),
      ],
    );
    grant(
      ['sagemaker:DescribeEndpointConfig', 'sagemaker:UpdateEndpointWeightsAndCapacities'],
      [...endpointArns(this, 'endpoint'), ...endpointArns(this, 'endpoint-config')],
    );
    grant(
      ['cloudwatch:PutMetricAlarm', 'cloudwatch:DescribeAlarms', 'cloudwatch:DeleteAlarms'],
      [
        Stack.of(this).formatArn({
          service: 'cloudwatch',
          resource: 'alarm',
          resourceName: 'TargetTracking*',
          arnFormat: ArnFormat.COLON_RESOURCE_NAME,
        }),
      ],
    );
    const role =
      'aws-service-role/sagemaker.application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling_SageMakerEndpoint';
    grant(
      ['iam:CreateServiceLinkedRole'],
      [Stack.of(this).formatArn({ service: 'iam', region: '', resource: 'role', resourceName: role })],
      { StringLike: { 'iam:AWSServiceName': 'sagemaker.application-autoscaling.amazonaws.com' } },
    );
  }

  private ruleArn(name: string): string {
    return Stack.of(this).formatArn({ service: 'events', resource: 'rule', resourceName: name });
  }

  private watch({ data, steps }: TrainModelWorkflowProps): void {
    tellCutOff(this, this.stateMachine, steps.recordRun);
    tellFailures(this, data, this.stateMachine, {
      name: 'train-model-failed',
      meaning: 'A training run failed or was taken back; the champion before it goes on serving.',
    });
  }
}

const STEP_ARNS = z.record(z.enum(STEP_FUNCTIONS), z.string());

const JOBS = [
  ['TrainingJob', 'training-job'],
  ['ProcessingJob', 'processing-job'],
] as const;

const ServingOfModels = z.record(ModelName, z.custom<EndpointServing>());

/** A model is served as its stage serves, or as the stage says of that model. */
const servingOfAll = (region: string, settings: Settings) =>
  ServingOfModels.parse(
    Object.fromEntries(ModelName.options.map((model) => [model, servingOf(region, settings, model)])),
  );

/** What a region can give, as SageMaker's variant and its limits. */
function servingOf(region: string, settings: Settings, model: ModelName): EndpointServing {
  const serving = servingIn(region, settings, model);
  if (serving.kind === 'serverless') {
    return {
      variant: { ServerlessConfig: { MemorySizeInMB: serving.memoryMb, MaxConcurrency: serving.maxConcurrency } },
    };
  }
  const { instanceType, minInstances, maxInstances, invocationsPerInstance } = serving;
  return {
    variant: { InstanceType: instanceType, InitialInstanceCount: minInstances },
    ...(maxInstances > minInstances ? { scaling: { minInstances, maxInstances, invocationsPerInstance } } : {}),
  };
}
