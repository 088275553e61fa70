/**
 * `npm run bench -- chaos --events 100000 --kills 200`: the laptop's cloud takes events and trains while its functions,
 * consumers, containers and SageMaker server are killed (SIGKILL) at random. Counts what was acknowledged and is missing.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { createRandom } from '../local/demo/random.ts';
import { seedDemoShop } from '../local/demo/seed.ts';
import { createDemoShop } from '../local/demo/shop.ts';
import { readSlate, someCustomer } from '../local/main-job/first-slate.ts';
import { startTemporaryLaptop } from '../local/temporary-laptop.ts';
import { startTraining, watchTraining } from '../local/training.ts';
import { deadLettersOf, redrive, secondsHidden } from './dead-letters.ts';
import { awaitArrival, countDoubled, sendLoad } from './event-load.ts';
import { descendantsOf } from './process-tree.ts';

const { values } = parseArgs({
  options: {
    events: { type: 'string', default: '100000' },
    kills: { type: 'string', default: '200' },
    seed: { type: 'string', default: '7' },
    json: { type: 'boolean' },
  },
});
const events = Number(values.events);
const kills = Number(values.kills);
const random = createRandom(Number(values.seed));
const say = (line: string) => process.stderr.write(`${line}\n`);

const laptop = await startTemporaryLaptop(say);
try {
  const shop = createDemoShop({ items: 200, shoppers: 1_500 });
  const { server, tracker } = laptop;
  await seedDemoShop({ shop, server, tracker, end: new Date(), days: 90, onProgress: () => {} });
  const runId = await startTraining(server, {});
  const training = watchTraining(server, runId, say);
  const killing = killAtRandom();
  const load = await sendLoad(tracker, events, (sent) => sent % 10_000 === 0 && say(`  ${sent} acknowledged`));
  const victims = await killing;
  const lastKill = Date.now();
  const { EventsQueueUrl, LakeBucketName } = laptop.outputs;
  // What a killed consumer had taken is hidden for a while; only after that may it count as lost.
  const patience = ((await secondsHidden(EventsQueueUrl)) + 60) * 1_000;
  const arrived = () => awaitArrival(LakeBucketName, laptop.access.shop, load.acknowledged, patience);
  const undisturbed = await arrived();
  const deadLetters = await deadLettersOf(EventsQueueUrl);
  if (deadLetters.waiting) say(`  ${deadLetters.waiting} dead letters are sent back, as the runbook says`);
  const arrival = deadLetters.waiting ? await redrive(deadLetters, EventsQueueUrl).then(arrived) : undisturbed;
  const recovered = Date.now();
  const run = await training;
  const slate = await readSlate(server, await someCustomer(server));
  const fields = {
    lost: arrival.lost,
    duplicated: await countDoubled(server, 100),
    recovered_seconds: (recovered - lastKill) / 1000,
    dead_letters: deadLetters.waiting,
    kills: victims.length,
    copies_before_dedupe: arrival.copies,
    run: run.status,
    served_by: slate.policy,
    served: slate.items.length,
  };
  process.stdout.write(`${JSON.stringify(fields)}\n`);
} finally {
  await laptop.dispose();
}
process.exit(0);

/** Kills a random descendant of the cloud every so often; the emulator itself, which holds the data, is spared. */
async function killAtRandom(): Promise<string[]> {
  const victims: string[] = [];
  while (victims.length < kills) {
    await sleep(200 + random.below(400));
    const candidates = descendantsOf(laptop.cloud.process.pid ?? 0);
    if (!candidates.length) continue;
    const { pid, command } = random.pick(candidates);
    try {
      process.kill(pid, 'SIGKILL');
      victims.push(command);
    } catch {
      // It had ended by itself in the meantime: not a kill, and nothing to count.
    }
  }
  say(`  killed ${victims.length} processes`);
  return victims;
}
