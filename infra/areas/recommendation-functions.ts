import { Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { ALERT_PERIOD } from '../constructs/alerts.ts';
import { allowInvokeEndpoints } from '../constructs/sagemaker-access.ts';
import type { Route } from '../constructs/shop-api.ts';
import { type AreaProps, allowPseudonyms, areaFunction } from './area.ts';

/** Slates: read from what is known, ordered by the champion when it answers in time. */
export class RecommendationFunctions extends Construct {
  readonly routes: readonly Route[];

  constructor(scope: Construct, id: string, props: AreaProps) {
    super(scope, id);
    const { tables, decisions, keys, alerts } = props.data;
    const path = 'functions/recommendations/get-recommendations';
    const handler = areaFunction(this, props, {
      path,
      description: 'Chooses a slate for a customer and writes the decision down',
      memorySize: 1_024,
      environment: {
        SHOPS_TABLE_NAME: tables.shops.tableName,
        STATE_TABLE_NAME: tables.state.tableName,
        ITEMS_TABLE_NAME: tables.items.tableName,
        CANDIDATES_TABLE_NAME: tables.candidates.tableName,
        MODELS_TABLE_NAME: tables.models.tableName,
        DECISIONS_QUEUE_URL: decisions.queue.queueUrl,
        SHOP_KEY_ID: keys.wrapping.keyId,
        RERANK_DEADLINE_MS: String(props.settings.rerankDeadlineMs),
      },
    });
    allowPseudonyms(handler, props.data);
    tables.state.allow(handler, 'dynamodb:BatchGetItem');
    tables.items.allow(handler, 'dynamodb:BatchGetItem');
    tables.candidates.allow(handler, 'dynamodb:BatchGetItem', 'dynamodb:GetItem');
    tables.models.allow(handler, 'dynamodb:GetItem');
    decisions.allowSend(handler);
    allowInvokeEndpoints(handler);
    this.routes = [{ method: 'GET', path: '/recommendations', handler }];
    alerts.when(this, {
      name: 're-ranker-left-out',
      meaning: 'Slates are answered without the champion: its endpoint is late, broken or gone.',
      metric: new Metric({
        namespace: 'Perennial',
        metricName: 'ReRankerLeftOut',
        dimensionsMap: { service: path.replace('functions/', '') },
        statistic: 'Sum',
        period: ALERT_PERIOD,
      }),
      above: 100,
      periods: 3,
      missingData: TreatMissingData.NOT_BREACHING,
    });
  }
}
