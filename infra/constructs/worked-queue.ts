import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { ShopKeys } from './shop-keys.ts';

export interface WorkedQueueProps {
  readonly keys: ShopKeys;
  /** Time limit of the function that works the queue. */
  readonly workTime: Duration;

  /**
   * Deliveries before a message goes to the dead letters.
   *
   * @default 5
   */
  readonly maxReceives?: number;
}

/** A queue that loses nothing: what fails again and again waits 14 days among the dead letters to be sent back. */
export class WorkedQueue extends Construct {
  readonly queue: Queue;
  readonly deadLetters: Queue;
  private readonly keys: ShopKeys;

  constructor(scope: Construct, id: string, props: WorkedQueueProps) {
    super(scope, id);
    this.keys = props.keys;
    const common = {
      encryption: QueueEncryption.KMS,
      encryptionMasterKey: props.keys.data,
      dataKeyReuse: Duration.hours(12),
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
      removalPolicy: RemovalPolicy.DESTROY,
    };
    this.deadLetters = new Queue(this, 'DeadLetters', common);
    this.queue = new Queue(this, 'Queue', {
      ...common,
      visibilityTimeout: Duration.seconds(6 * props.workTime.toSeconds()),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: props.maxReceives ?? 5 },
    });
  }

  /** Allows sending, and nothing else. */
  allowSend(grantee: IGrantable): void {
    grantee.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [this.queue.queueArn] }),
    );
    this.keys.allowData(grantee);
  }
}
