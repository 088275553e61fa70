/**
 * `npm run bench -- freshness --customers 50`: how long the next slate takes to follow an event, from before the event is
 * sent until the answer that shows it, in a laptop's cloud of its own. `--at-once` customers do so beside each other.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { inParallel } from '../core/platform/in-parallel.ts';
import { Recommendations } from '../core/recommendations/contract.ts';
import { startTemporaryLaptop } from '../local/temporary-laptop.ts';
import { percentile } from './event-load.ts';
import { type Followed, followEvents, ITEMS } from './freshness/follow-events.ts';

/** An event that changed nothing by then counts as never followed. */
const PATIENCE_MS = 30_000;
/** What a slate may take to follow at p95. */
const PROMISED_MS = 5_000;

const { values } = parseArgs({
  options: {
    customers: { type: 'string', default: '50' },
    'at-once': { type: 'string', default: '1' },
    json: { type: 'boolean' },
  },
});

const laptop = await startTemporaryLaptop((line) => process.stderr.write(`${line}\n`));
try {
  const { server, tracker } = laptop;
  await server.post('/items', { items: ITEMS.map((itemId) => ({ itemId, title: `The ${itemId}`, price: 1_000 })) });
  const slateOf = async (customerId: string) =>
    Recommendations.parse(
      await server.get(`/recommendations?${new URLSearchParams({ customerId, recipe: 'recently-viewed', k: '10' })}`),
    );
  const followed: Followed[] = [];
  const customers = Array.from({ length: Number(values.customers) }, (_, index) => `freshness-${index}`);
  await inParallel(customers, Number(values['at-once']), async (customerId) => {
    // The holdout sees what is popular, whatever it does.
    if ((await slateOf(customerId)).experimentArm === 'holdout') return;
    const one = await followEvents(customerId, PATIENCE_MS, {
      send: async (userId, event, itemId) => {
        const properties = { product_id: itemId, price: 10, quantity: 1 };
        await tracker.post('/track', { userId, event, properties, messageId: `${userId}-${event}-${itemId}` });
      },
      ask: async (asking) => (await slateOf(asking)).items.map(({ itemId }) => itemId),
      now: () => performance.now(),
      pause: () => sleep(50),
    });
    followed.push(one);
    process.stderr.write(`  ${customerId}: ${one.tookMs.map(Math.round).join(' ')}\n`);
  });
  if (!followed.length) throw new Error('Everybody was held out; ask for more with --customers');
  const tookMs = followed.flatMap((one) => one.tookMs).sort((left, right) => left - right);
  const figures = {
    p95_ms: percentile(tookMs, 0.95),
    p50_ms: percentile(tookMs, 0.5),
    p99_ms: percentile(tookMs, 0.99),
    within_5_s: tookMs.filter((one) => one <= PROMISED_MS).length / tookMs.length,
    events: tookMs.length,
    never_followed: followed.reduce((sum, one) => sum + one.neverFollowed, 0),
  };
  process.stdout.write(`${JSON.stringify(figures)}\n`);
} finally {
  await laptop.dispose();
}
process.exit(0);
