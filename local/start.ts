/** `npm start`: the whole platform on this machine, a shop in it, a champion, and the addresses to look at it all. */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import * as z from 'zod';
import { RunDetail } from '../core/models/contract.ts';
import type { Recommendations } from '../core/recommendations/contract.ts';
import { keepShopping } from './demo/live-traffic.ts';
import { createDemoShop } from './demo/shop.ts';
import { startStorefront } from './demo/storefront.ts';
import { type Laptop, startLaptop } from './laptop.ts';
import { doAfterwards } from './main-job/afterwards.ts';
import { checkFallback } from './main-job/check-fallback.ts';
import { fillShop, teachChat } from './main-job/fill-shop.ts';
import { awaitFirstSlate, readSlate, slatePath, someCustomer } from './main-job/first-slate.ts';
import { saveState } from './saved-state.ts';
import { LocalSettings } from './settings.ts';
import { stopSignal } from './stop-signal.ts';
import { startTraining, watchTraining } from './training.ts';

const USAGE = `npm start -- [--once] [--json] [--orders <file>] [--rows <n>] [--reset]

  --once     does the main job, takes the endpoint away to see the fallback, prints the figures and ends
  --json     prints the figures as one JSON object, the last line
  --orders   imports a year of a shop's orders (UCI Online Retail columns) instead of the demo shop's history
  --rows     at most so many rows to learn from
  --reset    forgets everything that this laptop's shop knew and starts over`;

const began = Date.now();
const seconds = () => Math.round((Date.now() - began) / 100) / 10;
const say = (line: string) => process.stderr.write(`${seconds().toFixed(1).padStart(7)} s  ${line}\n`);

const { values } = parseArgs({
  options: {
    once: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    orders: { type: 'string' },
    rows: { type: 'string' },
    reset: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) process.stdout.write(`${USAGE}\n`);
else {
  const isGood = await main().catch((error: unknown) => {
    process.stderr.write(`\n✗ ${error instanceof Error ? error.message : String(error)}\n`);
    return false;
  });
  process.exit(isGood ? 0 : 1);
}

async function main(): Promise<boolean> {
  const settings = LocalSettings.parse(process.env);
  if (values.reset) rmSync(settings.PERENNIAL_STATE_DIR, { recursive: true, force: true });
  const stopping = stopSignal();
  const laptop = await startLaptop({ settings, onProgress: say });
  try {
    say(`ready: console ${laptop.addresses.publicUrl}/  sign in as ${laptop.access.login}  ${laptop.access.password}`);
    const done = stopping.aborted ? undefined : await untilStopped(doMainJob(laptop, stopping), stopping);
    if (!done) return false;
    if (!values.once) {
      const storefront = await startStorefront(laptop);
      sayWhereToLook(laptop, done, storefront.url);
      void doAfterwards(laptop, { isDemo: !values.orders, say });
      await live(laptop, stopping);
      return true;
    }
    const fallback_ok = await checkFallback(laptop.server, done.customerId);
    const figures = { ...done.figures, fallback_ok };
    process.stdout.write(values.json ? `${JSON.stringify(figures)}\n` : `${JSON.stringify(figures, null, 2)}\n`);
    return fallback_ok && done.figures.champion !== null && done.figures.recommendations.length > 0;
  } finally {
    say('stopping');
    await laptop.cloud.stop();
  }
}

interface Done {
  readonly customerId: string;
  readonly figures: {
    readonly seconds_to_ready: number;
    readonly seconds_to_champion: number | null;
    readonly champion: string | null;
    readonly candidates: Readonly<Record<string, { readonly auc?: number | undefined; readonly log_loss: number }>>;
    readonly recommendations: Recommendations['items'];
  };
}

async function doMainJob(laptop: Laptop, stopping: AbortSignal): Promise<Done> {
  const orders = values.orders && resolve(values.orders);
  await fillShop(laptop, orders, (line) => say(line));
  const { server } = laptop;
  const [customerId, runId] = await Promise.all([someCustomer(server), trainOnce(laptop)]);
  const watched = watchTraining(server, runId, say);
  const ended = new AbortController();
  const [first, run] = await Promise.all([
    awaitFirstSlate(server, customerId, AbortSignal.any([stopping, ended.signal])).then(async (slate) => {
      const toFirst = seconds();
      say(`first recommendations, from ${slate.policy}`);
      if (!orders) await teachChat(laptop, say);
      return toFirst;
    }),
    watched.finally(() => ended.abort()),
  ]);
  const toChampion = seconds();
  const slate = await readSlate(server, customerId);
  return {
    customerId,
    figures: {
      seconds_to_ready: first,
      seconds_to_champion: run.status === 'promoted' ? toChampion : null,
      champion: run.status === 'promoted' ? (run.verdict?.candidate ?? null) : null,
      candidates: candidatesOf(run),
      recommendations: slate.items,
    },
  };
}

/** A start that was cut short goes on with the run that it had begun, unless that run failed. */
async function trainOnce({ server, settings, addresses }: Laptop): Promise<string> {
  const kept = join(settings.PERENNIAL_STATE_DIR, 'first-run.json');
  if (existsSync(kept)) {
    const { runId } = z.object({ runId: z.string() }).parse(JSON.parse(readFileSync(kept, 'utf8')));
    if (RunDetail.parse(await server.get(`/models/purchase/runs/${runId}`)).status !== 'failed') return runId;
    say('the first training run failed; it is begun anew');
  }
  const runId = await startTraining(server, values.rows ? { rowLimit: Number(values.rows) } : {});
  await saveState(addresses.emulatorUrl);
  writeFileSync(kept, JSON.stringify({ runId }));
  return runId;
}

function candidatesOf(run: RunDetail) {
  const scored = run.evaluation?.candidates ?? [];
  return Object.fromEntries(
    scored.map(({ candidate, scorer, auc, log_loss }) => [
      candidate === scorer ? candidate : `${candidate}/${scorer}`,
      { auc, log_loss },
    ]),
  );
}

function sayWhereToLook({ addresses, access }: Laptop, { customerId }: Done, shopUrl: string): void {
  process.stdout.write(`
  Console     ${addresses.publicUrl}/
              sign in as ${access.login}, password ${access.password}
  Shop        ${shopUrl}          its page with the chat in it
  API         ${addresses.apiUrl}          docs: ${addresses.apiUrl}/docs
  Secret key  ${access.secretKey}
  Write key   ${access.publishableKey}
  Try         curl -H 'authorization: Bearer ${access.secretKey}' '${addresses.apiUrl}${slatePath(customerId)}'

  Shoppers keep coming. Ctrl-C stops everything; npm start goes on from here.
`);
}

/** The demo shop's customers go on shopping until somebody stops it. A shop with real orders has none. */
async function live({ tracker }: Laptop, stopping: AbortSignal): Promise<void> {
  if (values.orders) {
    await new Promise((go) => stopping.addEventListener('abort', go, { once: true }));
    return;
  }
  await keepShopping({ shop: createDemoShop(), tracker, signal: stopping });
}

/** Undefined where somebody stopped it first; what was begun goes on with the next start. */
function untilStopped<Result>(work: Promise<Result>, stopping: AbortSignal): Promise<Result | undefined> {
  const stopped = new Promise<undefined>((resolve) => {
    stopping.addEventListener('abort', () => resolve(undefined), { once: true });
  });
  return Promise.race([work, stopped]);
}
