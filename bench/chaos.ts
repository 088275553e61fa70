/**
 * `npm run bench -- chaos --events 100000 --kills 200`: a champion serves; then the laptop's cloud takes events and trains
 * a second time while its functions, consumers, containers and SageMaker server are killed (SIGKILL) at random. Counts
 * what was acknowledged and is missing, and what shoppers were answered in the meantime.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { bearerAuthorization, createApiClient } from '../local/api-client.ts';
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
  const first = await watchTraining(server, await startTraining(server), say);
  if (first.status !== 'promoted')
    throw new Error(`No champion stands before the storm: ${first.reason ?? first.status}`);
  const customer = await someCustomer(server);
  const training = startTraining(server).then((runId) => watchTraining(server, runId, say));
  const storm = new AbortController();
  const asking = askDuring(storm.signal, customer);
  const killing = killAtRandom().finally(() => storm.abort());
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
  const slate = await readSlate(server, customer);
  const fields = {
    lost: arrival.lost,
    duplicated: await countDoubled(server, 100),
    recovered_seconds: (recovered - lastKill) / 1000,
    dead_letters: deadLetters.waiting,
    kills: victims.length,
    copies_before_dedupe: arrival.copies,
    run: run.status,
    slates_in_the_storm: await asking,
    served_by: slate.policy,
    served: slate.items.length,
  };
  process.stdout.write(`${JSON.stringify(fields)}\n`);
} finally {
  await laptop.dispose();
}
process.exit(0);

interface Answers {
  asked: number;
  by_the_champion: number;
  by_the_fallback: number;
  /** What a shopper's page shows nothing for. */
  failed: number;
}

/** Asks for a slate twice a second for as long as the storm lasts, as a page does: once, without trying again. */
async function askDuring(storm: AbortSignal, customer: string): Promise<Answers> {
  const authorization = bearerAuthorization(laptop.access.secretKey);
  const page = createApiClient({ url: laptop.addresses.apiUrl, authorization, retries: 0 });
  const answers: Answers = { asked: 0, by_the_champion: 0, by_the_fallback: 0, failed: 0 };
  while (!storm.aborted) {
    answers.asked++;
    try {
      const { policy, items } = await readSlate(page, customer);
      if (!items.length) answers.failed++;
      else if (policy.startsWith('champion/')) answers.by_the_champion++;
      else answers.by_the_fallback++;
    } catch {
      answers.failed++;
    }
    await sleep(500);
  }
  return answers;
}

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
