/**
 * `npm run bench -- ingest --events 100000 [--in-process]`: events through the front door of a laptop's cloud of its own,
 * counted again in the lake. `--in-process` measures the collecting handler alone, its queue replaced by one that accepts.
 */
import { parseArgs } from 'node:util';
import { startTemporaryLaptop } from '../local/temporary-laptop.ts';
import { collectInProcess } from './collect-in-process.ts';
import { awaitArrival, EVENTS_PER_BATCH, percentile, sendLoad } from './event-load.ts';

const { values } = parseArgs({
  options: {
    events: { type: 'string', default: '100000' },
    'in-process': { type: 'boolean' },
    json: { type: 'boolean' },
  },
});
const events = Number(values.events);
const say = (line: string) => process.stderr.write(`${line}\n`);

process.stdout.write(
  `${JSON.stringify(values['in-process'] ? await collectInProcess(events) : await throughTheFrontDoor())}\n`,
);
process.exit(0);

async function throughTheFrontDoor() {
  const laptop = await startTemporaryLaptop(say);
  try {
    const load = await sendLoad(laptop.tracker, events, (sent) => sent % 10_000 === 0 && say(`  ${sent} acknowledged`));
    const arrival = await awaitArrival(laptop.outputs.LakeBucketName, laptop.access.shop, load.acknowledged);
    return {
      events_per_second: events / load.seconds,
      p99_ms: percentile(load.latencies, 0.99),
      lost: arrival.lost,
      duplicated: arrival.copies,
      stored_after_seconds: arrival.seconds,
      batch: EVENTS_PER_BATCH,
    };
  } finally {
    await laptop.dispose();
  }
}
