import { ArnFormat, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Effect, type IGrantable, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';

export interface ShopKeysProps {
  /** Keeps both keys when the stack goes. */
  readonly isProtected: boolean;
}

/** The two keys of a stage: one encrypts everything at rest, one wraps the keys of shops and customers. */
export class ShopKeys extends Construct {
  /** Encrypts tables, buckets, queues, topics and logs. */
  readonly data: Key;
  /** Wraps each shop's pseudonym key and each customer's data key; destroying those is what erases a person. */
  readonly wrapping: Key;

  constructor(scope: Construct, id: string, props: ShopKeysProps) {
    super(scope, id);
    const common = {
      enableKeyRotation: true,
      pendingWindow: Duration.days(30),
      removalPolicy: props.isProtected ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    };
    this.data = new Key(this, 'Data', { ...common, description: 'Perennial: data at rest' });
    this.wrapping = new Key(this, 'Wrapping', {
      ...common,
      description: 'Perennial: wraps the keys of shops and customers',
    });
    this.data.addToResourcePolicy(logsMayEncrypt(this));
    this.data.addToResourcePolicy(alarmsMayPublish(this));
  }

  /** Lets a role read and write encrypted data through the services that hold it, and in no other way. */
  allowData(grantee: IGrantable): void {
    const { region } = Stack.of(this);
    const services = ['dynamodb', 's3', 'sqs', 'sns'].map((service) => `${service}.${region}.amazonaws.com`);
    grantee.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({
        actions: ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey'],
        resources: [this.data.keyArn],
        conditions: { StringEquals: { 'kms:ViaService': services } },
      }),
    );
  }

  /** Lets a role wrap and unwrap keys with the wrapping key. */
  allowWrapping(grantee: IGrantable, ...actions: ('kms:Decrypt' | 'kms:Encrypt' | 'kms:GenerateDataKey')[]): void {
    grantee.grantPrincipal.addToPrincipalPolicy(new PolicyStatement({ actions, resources: [this.wrapping.keyArn] }));
  }
}

function logsMayEncrypt(scope: Construct): PolicyStatement {
  const stack = Stack.of(scope);
  const logGroups = stack.formatArn({
    service: 'logs',
    resource: 'log-group',
    resourceName: '*',
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
  return new PolicyStatement({
    sid: 'LogsOfThisAccount',
    effect: Effect.ALLOW,
    principals: [new ServicePrincipal(`logs.${stack.region}.amazonaws.com`)],
    actions: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:DescribeKey'],
    resources: ['*'],
    conditions: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': logGroups } },
  });
}

/** Alarms publish to an encrypted topic, and with another key they would be lost without a word. */
function alarmsMayPublish(scope: Construct): PolicyStatement {
  return new PolicyStatement({
    sid: 'AlarmsOfThisAccount',
    effect: Effect.ALLOW,
    principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
    actions: ['kms:Decrypt', 'kms:GenerateDataKey*'],
    resources: ['*'],
    conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(scope).account } },
  });
}
