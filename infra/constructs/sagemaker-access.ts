import { ArnFormat, Stack } from 'aws-cdk-lib';
import { type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';
import { ModelName } from '../../core/models/names.ts';

/**
 * ARNs of whatever is named like an endpoint of ours: endpoints, their configurations, their models. Every endpoint of this
 * product, and no other, bears the name of one of its models behind the shop's.
 */
export const endpointArns = (
  scope: IConstruct,
  resource: 'endpoint' | 'endpoint-config' | 'model',
  models: readonly ModelName[] = ModelName.options,
) => models.map((model) => sagemakerArn(scope, resource, `*-${model}-*`));

export function sagemakerArn(scope: IConstruct, resource: string, name: string): string {
  return Stack.of(scope).formatArn({ service: 'sagemaker', resource, resourceName: name });
}

/** Allows asking the endpoints of these models. Which shop's it may be is the handler's to keep, as with every table. */
export function allowInvokeEndpoints(
  grantee: IGrantable & IConstruct,
  models: readonly ModelName[] = ModelName.options,
): void {
  grantee.grantPrincipal.addToPrincipalPolicy(
    new PolicyStatement({
      actions: ['sagemaker:InvokeEndpoint'],
      resources: endpointArns(grantee, 'endpoint', models),
    }),
  );
}

/** Allows a job's or an endpoint's role to write SageMaker's own logs; without it a container that fails says nothing. */
export function allowSageMakerLogs(role: IGrantable & IConstruct): void {
  role.grantPrincipal.addToPrincipalPolicy(
    new PolicyStatement({
      actions: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'],
      resources: [
        Stack.of(role).formatArn({
          service: 'logs',
          resource: 'log-group',
          resourceName: '/aws/sagemaker/*',
          arnFormat: ArnFormat.COLON_RESOURCE_NAME,
        }),
      ],
    }),
  );
}
