import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { DataStack } from '../stacks/data-stack.ts';
import type { ContainerImages } from './container-images.ts';
import { allowSageMakerLogs } from './sagemaker-access.ts';

export interface SageMakerRoleProps {
  readonly data: DataStack;
  readonly images: ContainerImages;
}

/** What a training job, a processing job or an endpoint may do: read the lake, keep its run's files and checkpoints, say how it goes. */
export class SageMakerRole extends Construct {
  readonly role: Role;

  constructor(scope: Construct, id: string, { data, images }: SageMakerRoleProps) {
    super(scope, id);
    this.role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('sagemaker.amazonaws.com'),
      description: 'Jobs and endpoints of the models',
    });
    const { role } = this;
    const areas = ['events/', 'items/', 'decisions/', 'outcomes/', 'inquiries/', 'customers/'];
    data.lake.allowRead(role, ...areas);
    data.lake.allowList(role, ...areas);
    data.artifacts.allowRead(role, 'runs/', 'checkpoints/', 'bases/');
    data.artifacts.allowWrite(role, 'runs/', 'checkpoints/');
    data.artifacts.allowList(role, 'runs/', 'checkpoints/', 'bases/');
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
