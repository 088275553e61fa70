import { Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { CfnEndpoint, CfnEndpointConfig, CfnModel } from 'aws-cdk-lib/aws-sagemaker';
import { Construct } from 'constructs';
import { type Settings, servingIn } from '../settings.ts';
import type { ContainerImages } from './container-images.ts';
import { allowSageMakerLogs } from './sagemaker-access.ts';
import type { ShopKeys } from './shop-keys.ts';

export interface EmbeddingsEndpointProps {
  readonly settings: Settings;
  readonly images: ContainerImages;
  readonly keys: ShopKeys;
}

/** An instance for a small encoder; a GPU would wait for work. */
const INSTANCE = 'ml.c6i.large';

/** The encoder that finds knowledge: one for all shops, since it learns from none. It is told texts and keeps nothing. */
export class EmbeddingsEndpoint extends Construct {
  readonly endpointName: string;
  private readonly endpoint: CfnEndpoint;

  constructor(scope: Construct, id: string, { settings, images, keys }: EmbeddingsEndpointProps) {
    super(scope, id);
    const stack = Stack.of(this);
    const role = this.role(images);
    const model = new CfnModel(this, 'Model', {
      executionRoleArn: role.roleArn,
      primaryContainer: { image: images.uris.text, environment: { TASK: 'embeddings' } },
    });
    model.node.addDependency(role);
    const serving = servingIn(stack.region, settings);
    const config = new CfnEndpointConfig(this, 'Config', {
      ...(serving.kind === 'instance' ? { kmsKeyId: keys.data.keyArn } : {}),
      productionVariants: [
        {
          variantName: 'encoder',
          modelName: model.attrModelName,
          initialVariantWeight: 1,
          ...(serving.kind === 'serverless'
            ? { serverlessConfig: { memorySizeInMb: serving.memoryMb, maxConcurrency: serving.maxConcurrency } }
            : { instanceType: INSTANCE, initialInstanceCount: 1 }),
        },
      ],
    });
    this.endpoint = new CfnEndpoint(this, 'Endpoint', { endpointConfigName: config.attrEndpointConfigName });
    this.endpointName = this.endpoint.attrEndpointName;
  }

  allowInvoke(grantee: IFunction): void {
    grantee.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({ actions: ['sagemaker:InvokeEndpoint'], resources: [this.endpoint.ref] }),
    );
  }

  /** It may pull its image and write its log: no bucket, no table. */
  private role(images: ContainerImages): Role {
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('sagemaker.amazonaws.com'),
      description: 'The encoder of knowledge',
    });
    images.allowPull(role);
    allowSageMakerLogs(role);
    return role;
  }
}
