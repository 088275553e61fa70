import { ModelName } from '../../core/models/names.ts';
import { type Settings, servingIn } from '../../infra/settings.ts';
import { EMPTY_RECEIVES_PER_QUEUE, HOURS_PER_MONTH, type MonthlyLoad } from './monthly-load.ts';
import { instanceHour, type PriceList } from './price-list.ts';
import type { TemplateCounts } from './template-counts.ts';

export interface PricedLine {
  readonly line: string;
  readonly quantity: number;
  readonly usd: number;
}

export const priced = (line: string, quantity: number, unitPrice: number): PricedLine => ({
  line,
  quantity,
  usd: quantity * unitPrice,
});

/** What a stage bills in a month in which nobody comes. */
export function priceIdleMonth(
  counts: TemplateCounts,
  settings: Settings,
  prices: PriceList,
  load: MonthlyLoad,
): readonly PricedLine[] {
  const recovered = counts.tablesWithRecovery / counts.tables;
  return [
    priced('customer-managed keys', counts.keys, prices.kmsKeyMonth),
    priced('alarms', counts.alarms, prices.alarmMonth),
    priced('empty receives of queue pollers', counts.polledQueues * EMPTY_RECEIVES_PER_QUEUE, prices.sqsRequest),
    priced('firewall', counts.firewalls, prices.webAclMonth),
    priced('firewall rules', counts.firewallRules, prices.webAclRuleMonth),
    priced('table storage, GB', load.tablesGb, prices.dynamoGbMonth),
    priced('point-in-time recovery, GB', load.tablesGb * recovered, prices.dynamoRecoveryGbMonth),
    priced('lake and models, GB', load.bucketsGb, prices.s3GbMonth),
    priced('container images, GB', counts.images * load.imageGb, prices.ecrGbMonth),
    ...priceEndpoints(settings, prices, load),
  ];
}

/** A champion of each model a shop: serverless ones sleep for nothing, instances are paid by the hour. */
function priceEndpoints(settings: Settings, prices: PriceList, load: MonthlyLoad): PricedLine[] {
  return ModelName.options.map((model) => {
    const serving = servingIn(prices.region, settings, model);
    if (serving.kind === 'serverless') return priced(`${model}: serverless endpoints, asleep`, load.shops, 0);
    const hours = load.shops * serving.minInstances * HOURS_PER_MONTH;
    const name = `${model}: ${serving.instanceType} of endpoints, hours`;
    return priced(name, hours, instanceHour(prices, serving.instanceType));
  });
}
