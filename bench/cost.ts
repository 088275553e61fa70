/** Prices an idle and a busy month of stages dev and prod: `node bench/cost.ts --events-per-month 1000000 --json`. */
import { parseArgs } from 'node:util';
import * as z from 'zod';
import { PerennialApp } from '../infra/perennial-app.ts';
import type { StageName } from '../infra/settings.ts';
import { priceEvents, priceRecommendations, priceTrainings } from './cost/busy-month.ts';
import { type PricedLine, priceIdleMonth } from './cost/idle-month.ts';
import { MONTHLY_LOAD } from './cost/monthly-load.ts';
import { type PriceList, readPriceList } from './cost/price-list.ts';
import { countTemplates } from './cost/template-counts.ts';

export const CostOptions = z.object({ eventsPerMonth: z.coerce.number().int().nonnegative().default(1_000_000) });
export type CostOptions = z.infer<typeof CostOptions>;

/** The figures of stage dev, which sleeps for nothing, at the top; those of prod below `stages`. */
export function run({ eventsPerMonth }: CostOptions) {
  const prices = readPriceList();
  const dev = priceStage('dev', eventsPerMonth, prices);
  const prod = priceStage('prod', eventsPerMonth, prices);
  return {
    idle_usd_month: dev.idle_usd_month,
    busy_usd_month: dev.busy_usd_month,
    per_1000_recommendations_usd: dev.per_1000_recommendations_usd,
    events_per_month: eventsPerMonth,
    price_list: { region: prices.region, date: prices.date, note: prices.note },
    stages: { dev, prod },
    assumptions: MONTHLY_LOAD,
  };
}

function priceStage(stage: StageName, events: number, prices: PriceList) {
  const app = new PerennialApp({ context: { stage, region: prices.region, 'aws:cdk:bundling-stacks': [] } });
  const counts = countTemplates(app.synth());
  const { settings } = app;
  const slates = events * MONTHLY_LOAD.recommendationsPerEvent;
  const idle = priceIdleMonth(counts, settings, prices, MONTHLY_LOAD);
  const busy = [
    ...idle,
    ...priceEvents(events, counts, prices, MONTHLY_LOAD),
    ...priceRecommendations(slates, settings, counts, prices, MONTHLY_LOAD),
    ...(events > 0 ? priceTrainings(settings, prices, MONTHLY_LOAD) : []),
  ];
  const thousand = priceRecommendations(1000, settings, counts, prices, MONTHLY_LOAD);
  return {
    idle_usd_month: total(idle),
    busy_usd_month: total(busy),
    per_1000_recommendations_usd: total(thousand),
    counts: { ...counts },
    idle_lines: rounded(idle),
    busy_lines: rounded(busy),
  };
}

const total = (lines: readonly PricedLine[]) => round(lines.reduce((sum, { usd }) => sum + usd, 0));
const rounded = (lines: readonly PricedLine[]) => Object.fromEntries(lines.map(({ line, usd }) => [line, round(usd)]));
const round = (usd: number) => Math.round(usd * 10_000) / 10_000;

if (import.meta.main) {
  const { values } = parseArgs({ options: { 'events-per-month': { type: 'string' }, json: { type: 'boolean' } } });
  const figures = run(CostOptions.parse({ eventsPerMonth: values['events-per-month'] }));
  console.log(JSON.stringify(figures));
}
