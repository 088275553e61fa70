import { Stack } from 'aws-cdk-lib';
import { DockerImageAsset, Platform } from 'aws-cdk-lib/aws-ecr-assets';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnEndpoint, CfnEndpointConfig, CfnModel } from 'aws-cdk-lib/aws-sagemaker';
import { Construct } from 'constructs';
import type { Generation, StageName } from '../settings.ts';
import type { DataStack } from '../stacks/data-stack.ts';
import { allowSageMakerLogs } from './sagemaker-access.ts';

export interface SharedGeneratorProps {
  readonly data: DataStack;
  /** Of the endpoint. */
  readonly name: string;
  readonly generation: Extract<Generation, { kind: 'endpoint' }>;
}

/** Named like the endpoints of the models, so that one permission covers both. */
export const sharedGeneratorName = (stage: StageName) => `perennial-${stage}-generator-shared`;

/** One open instruct model on a GPU for all shops, served by vLLM with OpenAI's chat completions at /invocations. */
export class SharedGenerator extends Construct {
  constructor(scope: Construct, id: string, { data, name, generation }: SharedGeneratorProps) {
    super(scope, id);
    const image = new DockerImageAsset(this, 'Image', {
      directory: 'model-containers',
      file: 'generator/vllm.Dockerfile',
      platform: Platform.LINUX_AMD64,
      exclude: ['**/__pycache__', '**/*.pyc', '**/.pytest_cache'],
    });
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('sagemaker.amazonaws.com') });
    image.repository.grantPull(role);
    allowSageMakerLogs(role);
    // The weights may lie in a bucket of ours.
    data.keys.allowData(role);
    const [bucket, ...path] = generation.modelDataUrl.replace('s3://', '').split('/');
    const arn = `arn:${Stack.of(this).partition}:s3:::${bucket}`;
    role.addToPolicy(new PolicyStatement({ actions: ['s3:GetObject'], resources: [`${arn}/${path.join('/')}*`] }));
    role.addToPolicy(
      new PolicyStatement({
        actions: ['s3:ListBucket'],
        resources: [arn],
        conditions: { StringLike: { 's3:prefix': `${path.join('/')}*` } },
      }),
    );
    const model = new CfnModel(this, 'Model', {
      executionRoleArn: role.roleArn,
      primaryContainer: {
        image: image.imageUri,
        modelDataSource: {
          s3DataSource: { s3Uri: generation.modelDataUrl, s3DataType: 'S3Prefix', compressionType: 'None' },
        },
        environment: { CONTEXT_LENGTH: String(generation.contextLength) },
      },
    });
    model.node.addDependency(role);
    // No key of ours for the volume: every instance with a GPU has local storage, which takes none.
    const configuration = new CfnEndpointConfig(this, 'Configuration', {
      productionVariants: [
        {
          variantName: 'all',
          modelName: model.attrModelName,
          initialVariantWeight: 1,
          instanceType: generation.instanceType,
          initialInstanceCount: generation.minInstances,
          modelDataDownloadTimeoutInSeconds: 1_800,
          containerStartupHealthCheckTimeoutInSeconds: 1_800,
        },
      ],
    });
    new CfnEndpoint(this, 'Endpoint', {
      endpointName: name,
      endpointConfigName: configuration.attrEndpointConfigName,
    });
  }
}
