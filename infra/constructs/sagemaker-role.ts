import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { DataStack } from '../stacks/data-stack.ts';
import type { ContainerImages } from './container-images.ts';
import { allowSageMakerLogs } from './sagemaker-access.ts';

export interface SageMakerRoleProps {
  readonly data: DataStack;
  readonly images: ContainerImages;

  /**
   * What it is for, in words.
   *
   * @default jobs and endpoints of the models
   */
  readonly description?: string;

  /**
   * Areas of the lake that it may read.
   *
   * @default all that models learn from
   */
  readonly areas?: readonly string[];

  /**
   * Where in the artefacts bucket it keeps its files.
   *
   * @default files of runs and checkpoints
   */
  readonly keeps?: readonly string[];

  /**
   * Where else there it may read.
   *
   * @default base models
   */
  readonly reads?: readonly string[];
}

const LEARNED = ['events/', 'items/', 'decisions/', 'outcomes/', 'inquiries/', 'customers/'];

/** What a training job, a processing job or an endpoint may do: read the lake, keep its run's files and checkpoints, say how it goes. */
export class SageMakerRole extends Construct {
  readonly role: Role;

  constructor(scope: Construct, id: string, props: SageMakerRoleProps) {
    super(scope, id);
    const { data, images, areas = LEARNED, keeps = ['runs/', 'checkpoints/'], reads = ['bases/'] } = props;
    this.role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('sagemaker.amazonaws.com'),
      description: props.description ?? 'Jobs and endpoints of the models',
    });
    const { role } = this;
    data.lake.allowRead(role, ...areas);
    data.lake.allowList(role, ...areas);
    data.artifacts.allowRead(role, ...keeps, ...reads);
    data.artifacts.allowWrite(role, ...keeps);
    data.artifacts.allowList(role, ...keeps, ...reads);
    images.allowPull(role);
    this.allowTelling();
  }

  private allowTelling(): void {
    allowSageMakerLogs(this.role);
    this.role.addToPolicy(
      new PolicyStatement({
        actions: ['cloudwatch:PutMetricData'],
        resources: ['*'], // CloudWatch has no resources to name; the namespace is the bound
        conditions: { StringLike: { 'cloudwatch:namespace': ['/aws/sagemaker/*', 'AWS/SageMaker'] } },
      }),
    );
  }
}
