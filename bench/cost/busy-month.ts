import { type Settings, servingIn } from '../../infra/settings.ts';
import { type PricedLine, priced } from './idle-month.ts';
import type { MonthlyLoad } from './monthly-load.ts';
import { instanceHour, type PriceList } from './price-list.ts';
import type { TemplateCounts } from './template-counts.ts';

const KB_PER_GB = 1024 * 1024;
const LAMBDA_GB = 0.5;

/** What so many events add to the idle month, on the way from the API to the lake and the state. */
export function priceEvents(
  events: number,
  counts: TemplateCounts,
  prices: PriceList,
  load: MonthlyLoad,
): readonly PricedLine[] {
  const requests = events / load.eventsPerRequest;
  const batches = requests / load.messagesPerBatch;
  const computeSeconds = (requests * load.collectMs + events * load.projectMsPerEvent) / 1000;
  return [
    priced('events: API requests', requests, prices.apiRequest),
    priced('events: Lambda invocations', requests + batches, prices.lambdaRequest),
    priced('events: Lambda GB-seconds', computeSeconds * LAMBDA_GB, prices.lambdaArmGbSecond),
    priced('events: queue requests', requests + 2 * batches, prices.sqsRequest),
    priced('events: state reads', events * readUnits(load.stateKb), prices.dynamoReadUnit),
    priced('events: state writes', events * writeUnits(load.stateKb), prices.dynamoWriteUnit),
    priced('events: customers written', events * load.visitsPerEvent * 2, prices.dynamoWriteUnit),
    priced('events: data keys unwrapped', events * load.visitsPerEvent, prices.kmsRequest),
    priced('events: lake objects', batches, prices.s3Put),
    priced('events: lake, GB', (events * load.lakeKbPerEvent) / KB_PER_GB, prices.s3GbMonth),
    priced('events: logs, GB', ((requests + batches) * load.logKbPerInvocation) / KB_PER_GB, prices.logGb),
    priced('events: traces', sampled(requests), prices.xrayTrace),
    priced('events: firewall requests', counts.firewalls * requests, prices.webAclRequest),
    priced('custom metrics', load.customMetrics, prices.customMetricMonth),
  ];
}

/** What so many slates cost, a decision logged for each. */
export function priceRecommendations(
  slates: number,
  settings: Settings,
  counts: TemplateCounts,
  prices: PriceList,
  load: MonthlyLoad,
): readonly PricedLine[] {
  const batches = slates / load.messagesPerBatch;
  return [
    priced('slates: API requests', slates, prices.apiRequest),
    priced('slates: Lambda invocations', slates + batches, prices.lambdaRequest),
    priced('slates: Lambda GB-seconds', ((slates * load.recommendMs) / 1000) * LAMBDA_GB, prices.lambdaArmGbSecond),
    priced('slates: state, neighbours and items read', slates * (readUnits(load.stateKb) + 60), prices.dynamoReadUnit),
    priced('slates: decisions queued', slates + 2 * batches, prices.sqsRequest),
    priced(
      'slates: decisions written, with their index',
      slates * 2 * writeUnits(load.decisionKb),
      prices.dynamoWriteUnit,
    ),
    priced('slates: lake objects', batches, prices.s3Put),
    priced('slates: data out, GB', (slates * load.answerKb) / KB_PER_GB, prices.dataOutGb),
    priced('slates: logs, GB', (slates * load.logKbPerInvocation) / KB_PER_GB, prices.logGb),
    priced('slates: traces', sampled(slates), prices.xrayTrace),
    priced('slates: firewall requests', counts.firewalls * slates, prices.webAclRequest),
    ...priceOutcomes(slates * load.triedPerSlate, prices, load),
    ...priceReranking(slates, settings, prices, load),
  ];
}

/**
 * What it costs to count slates that an A/B test runs on: of each, and again of a rewarded one, its row is read and written with
 * the total of its recipe; with the first of a customer goes the row that says they were met. A transaction costs double.
 */
export function priceOutcomes(
  tried: number,
  prices: PriceList,
  { newcomersPerTried, rewardsPerTried }: Readonly<Record<'newcomersPerTried' | 'rewardsPerTried', number>>,
): readonly PricedLine[] {
  const reads = tried * (2 + rewardsPerTried);
  const rows = tried * (2 + newcomersPerTried + 2 * rewardsPerTried);
  return [
    priced('slates: outcomes of A/B tests read', reads, prices.dynamoReadUnit),
    priced('slates: outcomes of A/B tests written', 2 * rows, prices.dynamoWriteUnit),
  ];
}

/** Instances are paid for already in the idle month; serverless ones by the time that they compute. */
function priceReranking(
  slates: number,
  settings: Settings,
  prices: PriceList,
  load: MonthlyLoad,
): readonly PricedLine[] {
  const serving = servingIn(prices.region, settings, 'purchase');
  if (serving.kind === 'instance') return [];
  const gbSeconds = ((slates * load.rerankMs) / 1000) * (serving.memoryMb / 1024);
  return [
    priced('slates: re-ranking GB-seconds', gbSeconds, prices.serverlessInferenceGbSecond),
    priced('slates: re-ranking data, GB', (slates * load.rerankKb) / KB_PER_GB, prices.serverlessInferenceGb),
  ];
}

/** The trainings of a month, each candidate on its own instance. */
export function priceTrainings(settings: Settings, prices: PriceList, load: MonthlyLoad): readonly PricedLine[] {
  const runs = load.shops * (settings.schedules ? load.trainingsScheduled : load.trainingsByHand);
  const share = settings.training.isSpot ? prices.spotShare : 1;
  const candidates = Object.values(settings.models)
    .flatMap((plan) => plan.candidates)
    .map(({ name, image, instanceType }) => {
      const hours = runs * (image === 'text' ? load.bertHours : load.candidateHours);
      return priced(`training: ${name} on ${instanceType}, hours`, hours, share * instanceHour(prices, instanceType));
    });
  const { processingInstanceType } = settings.training;
  return [
    ...candidates,
    priced('training: processing, hours', runs * load.processingHours, instanceHour(prices, processingInstanceType)),
    priced('training: state transitions', runs * load.statesPerTraining, prices.stateTransition),
  ];
}

/** X-Ray keeps the first request of each second and one in twenty of the rest; a quiet shop has one a second at most. */
const sampled = (requests: number) => Math.min(requests, 2_628_000 + requests / 20);
const readUnits = (kb: number) => Math.ceil(kb / 4) / 2;
const writeUnits = (kb: number) => Math.ceil(kb);
