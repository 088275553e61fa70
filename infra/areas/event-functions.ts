import { Duration } from 'aws-cdk-lib';
import { TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Construct } from 'constructs';
import type { LogDecisionsEnv } from '../../core/decisions/contract.ts';
import type { CollectEventsEnv, ProjectEventsEnv } from '../../core/events/contract.ts';
import { ALERT_PERIOD } from '../constructs/alerts.ts';
import type { Route } from '../constructs/shop-api.ts';
import type { WorkedQueue } from '../constructs/worked-queue.ts';
import { WORK_TIME } from '../stacks/data-stack.ts';
import { type AreaProps, allowIdentities, allowPseudonyms, areaFunction } from './area.ts';

/** Events in: taken by one function, worked by another; decisions are written down by a third. */
export class EventFunctions extends Construct {
  readonly routes: readonly Route[];

  constructor(scope: Construct, id: string, props: AreaProps) {
    super(scope, id);
    const collect = this.collect(props);
    this.routes = ['/track', '/identify', '/page', '/alias', '/batch'].map((path) => ({
      method: 'POST',
      path,
      handler: collect,
    }));
    this.work(props, 'events', this.project(props));
    this.work(props, 'decisions', this.logDecisions(props));
  }

  private collect(props: AreaProps): IFunction {
    const { events } = props.data;
    const environment: CollectEventsEnv = { EVENTS_QUEUE_URL: events.queue.queueUrl };
    const handler = areaFunction(this, props, {
      path: 'functions/events/collect-events',
      description: 'Takes tracking calls and acknowledges them once they are in the queue',
      environment,
    });
    events.allowSend(handler);
    return handler;
  }

  private project(props: AreaProps): IFunction {
    const { tables, lake, keys } = props.data;
    const environment: ProjectEventsEnv = {
      SHOPS_TABLE_NAME: tables.shops.tableName,
      STATE_TABLE_NAME: tables.state.tableName,
      RECIPES_TABLE_NAME: tables.recipes.tableName,
      IDENTITIES_TABLE_NAME: tables.identities.tableName,
      CUSTOMER_KEYS_TABLE_NAME: tables.customerKeys.tableName,
      LAKE_BUCKET_NAME: lake.bucketName,
      SHOP_KEY_ID: keys.wrapping.keyId,
    };
    const handler = areaFunction(this, props, {
      path: 'functions/events/project-events',
      description: 'Writes queued events into the lake, the online state and the identities',
      environment,
      timeout: WORK_TIME,
      memorySize: 1_024,
    });
    allowPseudonyms(handler, props.data);
    allowIdentities(handler, props.data, 'write');
    tables.state.allow(handler, 'dynamodb:BatchGetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem');
    allowOutcomes(handler, props);
    lake.allowWrite(handler, 'events/', 'customers/', 'items/', 'quarantine/');
    return handler;
  }

  private logDecisions(props: AreaProps): IFunction {
    const { tables, lake } = props.data;
    const environment: LogDecisionsEnv = {
      DECISIONS_TABLE_NAME: tables.decisions.tableName,
      RECIPES_TABLE_NAME: tables.recipes.tableName,
      STATE_TABLE_NAME: tables.state.tableName,
      LAKE_BUCKET_NAME: lake.bucketName,
    };
    const handler = areaFunction(this, props, {
      path: 'functions/decisions/log-decisions',
      description: 'Writes decisions down where customers are looked at and where models learn',
      environment,
      timeout: WORK_TIME,
    });
    tables.decisions.allow(handler, 'dynamodb:BatchWriteItem');
    tables.state.allow(handler, 'dynamodb:BatchGetItem', 'dynamodb:PutItem');
    allowOutcomes(handler, props);
    lake.allowWrite(handler, 'decisions/');
    return handler;
  }

  private work({ data }: AreaProps, name: 'events' | 'decisions', handler: IFunction): void {
    const worked: WorkedQueue = data[name];
    handler.addEventSource(
      new SqsEventSource(worked.queue, {
        // Five messages are up to 5,000 events of an import: well inside the time that a batch has.
        batchSize: 5,
        maxBatchingWindow: Duration.seconds(1),
        reportBatchItemFailures: true,
      }),
    );
    data.keys.allowData(handler);
    data.alerts.when(this, {
      name: `${name}-dead-letters`,
      meaning: `Messages of the ${name} queue failed five times and wait to be looked at.`,
      metric: worked.deadLetters.metricApproximateNumberOfMessagesVisible({ period: ALERT_PERIOD }),
      above: 0,
      missingData: TreatMissingData.NOT_BREACHING,
    });
    data.alerts.when(this, {
      name: `${name}-late`,
      meaning: `The ${name} queue is worked more slowly than it fills.`,
      metric: worked.queue.metricApproximateAgeOfOldestMessage({ period: ALERT_PERIOD }),
      above: 300,
      missingData: TreatMissingData.NOT_BREACHING,
    });
  }
}

/** Outcomes of an experiment's slates: a row each, and the totals of its recipes. They lie with the recipes and name no customer. */
function allowOutcomes(grantee: IFunction, { data }: AreaProps): void {
  data.tables.recipes.allow(grantee, 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem');
}
