import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, type IMetric, type TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { type IGrantable, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import type { StageName } from '../settings.ts';
import type { ShopKeys } from './shop-keys.ts';

export interface AlertsProps {
  readonly stage: StageName;
  readonly keys: ShopKeys;

  /** @default nobody is written to; whoever operates the stage subscribes to the topic */
  readonly email?: string;
}

export interface AlertWhen {
  readonly name: string;
  /** Anchor of its heading in docs/runbook.md. @default the name */
  readonly heading?: string;
  /** What it means for the shop, in a sentence. */
  readonly meaning: string;
  readonly metric: IMetric;
  /** The alarm sounds above this. */
  readonly above: number;
  /** Whether silence is good news, bad news or none. */
  readonly missingData: TreatMissingData;

  /** @default 1 */
  readonly periods?: number;
}

/** Where a person hears that something is wrong, and the one way to say so. */
export class Alerts extends Construct {
  readonly topic: Topic;
  private readonly stage: StageName;
  private readonly keys: ShopKeys;

  constructor(scope: Construct, id: string, props: AlertsProps) {
    super(scope, id);
    this.stage = props.stage;
    this.keys = props.keys;
    this.topic = new Topic(this, 'Topic', { masterKey: props.keys.data, enforceSSL: true });
    this.topic.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [this.topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': this.topic.stack.account } },
      }),
    );
    if (props.email) this.topic.addSubscription(new EmailSubscription(props.email));
  }

  /** Adds an alarm that names the page of the runbook to open. `scope` is where the watched thing lives. */
  when(scope: Construct, alert: AlertWhen): void {
    const alarm = new Alarm(scope, pascal(alert.name), {
      alarmName: `perennial-${this.stage}-${alert.name}`,
      alarmDescription: `${alert.meaning} What to do: docs/runbook.md#${alert.heading ?? alert.name}`,
      metric: alert.metric,
      threshold: alert.above,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: alert.periods ?? 1,
      treatMissingData: alert.missingData,
    });
    alarm.addAlarmAction(new SnsAction(this.topic));
  }

  /** Allows telling a person. */
  allowPublish(grantee: IGrantable): void {
    grantee.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({ actions: ['sns:Publish'], resources: [this.topic.topicArn] }),
    );
    this.keys.allowData(grantee);
  }
}

/** The period in which the counting alarms look. */
export const ALERT_PERIOD = Duration.minutes(5);

const pascal = (name: string) =>
  name.replace(/(^|-)([a-z])/g, (_, _dash: string, letter: string) => letter.toUpperCase());
