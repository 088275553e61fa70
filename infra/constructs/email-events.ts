import { Stack } from 'aws-cdk-lib';
import { Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { CfnConfigurationSet, CfnConfigurationSetEventDestination } from 'aws-cdk-lib/aws-ses';
import { Construct } from 'constructs';

/** Through which e-mail goes out, so that SES tells what became of it. */
export class EmailEvents extends Construct {
  readonly configurationSet: string;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const set = new CfnConfigurationSet(this, 'Set', {
      name: `${Stack.of(this).stackName}-email`,
      deliveryOptions: { tlsPolicy: 'REQUIRE' },
      reputationOptions: { reputationMetricsEnabled: true },
      suppressionOptions: { suppressedReasons: ['BOUNCE', 'COMPLAINT'] },
    });
    this.configurationSet = set.ref;
    new CfnConfigurationSetEventDestination(this, 'ToEventBridge', {
      configurationSetName: set.ref,
      eventDestination: {
        name: 'event-bridge',
        enabled: true,
        matchingEventTypes: ['send', 'delivery', 'bounce', 'complaint', 'reject'],
        eventBridgeDestination: {
          eventBusArn: Stack.of(this).formatArn({ service: 'events', resource: 'event-bus', resourceName: 'default' }),
        },
      },
    });
  }

  /** Hands what SES tells of this configuration set's messages to a function. */
  tell(handler: IFunction): void {
    new Rule(this, 'Told', {
      eventPattern: {
        source: ['aws.ses'],
        detail: { mail: { tags: { 'ses:configuration-set': [this.configurationSet] } } },
      },
      targets: [new LambdaFunction(handler, { retryAttempts: 20 })],
    });
  }

  /** Allows sending through this configuration set, from whichever sender the shop has verified. */
  allowSend(grantee: IGrantable): void {
    const arn = (resource: string, resourceName: string) =>
      Stack.of(this).formatArn({ service: 'ses', resource, resourceName });
    grantee.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({
        actions: ['ses:SendEmail'],
        resources: [arn('identity', '*'), arn('configuration-set', this.configurationSet)],
      }),
    );
  }
}
