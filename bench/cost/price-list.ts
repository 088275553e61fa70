import { readFileSync } from 'node:fs';
import * as z from 'zod';

const usd = z.number().nonnegative();

/** List prices of one region on one day, in US dollars for one of the unit in the name. */
export const PriceList = z.object({
  region: z.string(),
  date: z.iso.date(),
  note: z.string(),
  kmsKeyMonth: usd,
  kmsRequest: usd,
  alarmMonth: usd,
  customMetricMonth: usd,
  logGb: usd,
  webAclMonth: usd,
  webAclRuleMonth: usd,
  webAclRequest: usd,
  sqsRequest: usd,
  dynamoWriteUnit: usd,
  dynamoReadUnit: usd,
  dynamoGbMonth: usd,
  dynamoRecoveryGbMonth: usd,
  s3GbMonth: usd,
  s3Put: usd,
  s3Get: usd,
  apiRequest: usd,
  lambdaRequest: usd,
  lambdaArmGbSecond: usd,
  xrayTrace: usd,
  stateTransition: usd,
  ecrGbMonth: usd,
  serverlessInferenceGbSecond: usd,
  serverlessInferenceGb: usd,
  dataOutGb: usd,
  /** What spot capacity cost of the list price. */
  spotShare: z.number().min(0).max(1),
  instanceHour: z.record(z.string(), usd),
});
export type PriceList = z.infer<typeof PriceList>;

export function readPriceList(path = 'bench/cost/prices-us-east-1.json'): PriceList {
  return PriceList.parse(JSON.parse(readFileSync(path, 'utf8')));
}

export function instanceHour(prices: PriceList, instanceType: string): number {
  const price = prices.instanceHour[instanceType];
  if (price === undefined) throw new Error(`The price list of ${prices.date} has no ${instanceType}`);
  return price;
}
