import { Stack, Validations } from 'aws-cdk-lib';
import { type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';

/** Every endpoint of this product, and no other, bears the name of one of its models behind the shop's. */
export const ENDPOINT_NAMES = '*-purchase-*';

export function sagemakerArn(scope: IConstruct, resource: string, name: string): string {
  return Stack.of(scope).formatArn({ service: 'sagemaker', resource, resourceName: name });
}

/** Allows asking the models' endpoints. Which shop's it may be is the handler's to keep, as with every table. */
export function allowInvokeEndpoints(grantee: IGrantable & IConstruct): void {
  grantee.grantPrincipal.addToPrincipalPolicy(
    new PolicyStatement({
      actions: ['sagemaker:InvokeEndpoint'],
      resources: [sagemakerArn(grantee, 'endpoint', ENDPOINT_NAMES)],
    }),
  );
}

/** A name that the workflow makes at run time can be allowed by its pattern only. */
export function acknowledgePatterns(scope: IConstruct, reason: string): void {
  Validations.of(scope).acknowledge({ id: 'AwsSolutions-IAM5', reason });
}
