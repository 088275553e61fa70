import { Duration, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { AccessLogBucket } from '../constructs/access-log-bucket.ts';
import { Alerts } from '../constructs/alerts.ts';
import { PrivateBucket } from '../constructs/private-bucket.ts';
import { ShopKeys } from '../constructs/shop-keys.ts';
import { ShopTables } from '../constructs/shop-tables.ts';
import { WorkedQueue } from '../constructs/worked-queue.ts';
import type { Settings, StageName } from '../settings.ts';
import { exported } from './exported.ts';

export interface DataStackProps extends StackProps {
  readonly stage: StageName;
  readonly settings: Settings;
}

/** Longest time that a consumer may work on one batch. */
export const WORK_TIME = Duration.seconds(40);

/** What must outlive any deployment: keys, tables, queues, the lake, trained models, and the way to reach a person. */
export class DataStack extends Stack {
  readonly keys: ShopKeys;
  readonly tables: ShopTables;
  readonly events: WorkedQueue;
  readonly decisions: WorkedQueue;
  readonly lake: PrivateBucket;
  readonly artifacts: PrivateBucket;
  readonly alerts: Alerts;

  constructor(scope: Construct, id: string, props: DataStackProps) {
    super(scope, id, props);
    const { isProtected, alarmEmail, logRetentionDays } = props.settings;

    this.keys = new ShopKeys(this, 'Keys', { isProtected });
    const { keys } = this;
    this.tables = new ShopTables(this, 'Tables', { keys, isProtected });
    this.events = new WorkedQueue(this, 'Events', { keys, workTime: WORK_TIME });
    this.decisions = new WorkedQueue(this, 'Decisions', { keys, workTime: WORK_TIME });
    const retention = Duration.days(logRetentionDays);
    const accessLogs = new AccessLogBucket(this, 'AccessLogs', { isProtected, retention });
    this.lake = new PrivateBucket(this, 'Lake', { keys, isProtected, accessLogs });
    this.artifacts = new PrivateBucket(this, 'Artifacts', {
      keys,
      isProtected,
      accessLogs,
      lifecycleRules: [
        { prefix: 'checkpoints/', expiration: Duration.days(7) },
        { prefix: 'batches/', expiration: Duration.days(30) },
        { prefix: 'estimates/', expiration: Duration.days(30) },
      ],
    });
    this.alerts = new Alerts(this, 'Alerts', { stage: props.stage, keys, email: alarmEmail });

    exported(this, {
      LakeBucketName: this.lake.bucketName,
      ArtifactsBucketName: this.artifacts.bucketName,
      EventsQueueUrl: this.events.queue.queueUrl,
    });
  }
}
