import * as z from 'zod';
import { startDemoCampaigns } from './demo/campaigns.ts';
import { seedDemoShop } from './demo/seed.ts';
import { createDemoShop } from './demo/shop.ts';
import { awaitEmptyQueue } from './main-job/await-empty-queue.ts';
import { startTemporaryLaptop, type TemporaryLaptop } from './temporary-laptop.ts';
import { startTraining, watchTraining } from './training.ts';

const DAYS = 90;
/** Enough to show that it learns; what it learns is looked at elsewhere. */
const SMALL_BERT = {
  epochs: '1',
  max_seconds: '15',
  rows_per_epoch: '400',
  measured_rows: '200',
  scored_negatives: '5',
  towers: '1',
  boosters: '1',
};

export interface TestShop {
  /** What the suites read: addresses, keys, login, names of what was deployed. */
  readonly environment: Readonly<Record<string, string>>;
  /** What was refused to a role since the shop was opened: `who may not do what on what, how often`. */
  denied(): Promise<string[]>;
  dispose(): Promise<void>;
}

/**
 * One platform with a small shop and a champion for every suite that goes through HTTP: deployed, filled and trained
 * through the front door, in waits that are shortened and a tenth of the demo's size.
 */
export async function startTestShop(onProgress: (line: string) => void): Promise<TestShop> {
  const laptop = await startTemporaryLaptop(onProgress, { SFN_WAIT_SCALE: '0.1' });
  try {
    await askOfRoles(laptop, 'PUT');
    const shop = createDemoShop({ items: 240, shoppers: 900 });
    const { server, tracker, outputs } = laptop;
    await seedDemoShop({ shop, server, tracker, end: new Date(), days: DAYS, onProgress: () => {} });
    await awaitEmptyQueue(outputs.EventsQueueUrl, () => {});
    const apiUrl = laptop.addresses.apiUrl;
    await startDemoCampaigns({ shop, server, apiUrl, quietHours: { from: '00:00', to: '00:00' } });
    onProgress('shop: filled');
    const run = await watchTraining(
      server,
      await startTraining(server, {
        rowLimit: 26_000,
        hyperparameters: {
          bert: SMALL_BERT,
          lightgbm: { max_seconds: '5' },
          'logistic-regression': { max_seconds: '5' },
        },
      }),
      onProgress,
    );
    if (run.status !== 'promoted')
      throw new Error(`The test shop has no champion: ${run.reason ?? run.verdict?.words.en}`);
    const denied = async () =>
      (await askOfRoles(laptop, 'GET')).map(
        ({ action, principal, resource, times }) => `${principal} may not ${action} on ${resource}, ${times} times`,
      );
    return { environment: environmentOf(laptop), denied, dispose: laptop.dispose };
  } catch (error) {
    await laptop.dispose();
    throw error;
  }
}

const Roles = z.object({
  enforced: z.literal(true),
  denied: z.array(z.object({ action: z.string(), principal: z.string(), resource: z.string(), times: z.int() })),
});

/** PUT: from here on a function may do what its role allows and no more, as on AWS. Both answer what was denied so far. */
async function askOfRoles({ addresses }: TemporaryLaptop, method: 'PUT' | 'GET') {
  const answer = await fetch(`${addresses.emulatorUrl}/_perennial/iam?enforce=true`, { method });
  return Roles.parse(await answer.json()).denied;
}

const environmentOf = ({ addresses, access, outputs, settings, cloud }: TemporaryLaptop) => ({
  PERENNIAL_URL: addresses.publicUrl,
  PERENNIAL_SHOP: access.shop,
  PERENNIAL_SECRET_KEY: access.secretKey,
  PERENNIAL_PUBLISHABLE_KEY: access.publishableKey,
  PERENNIAL_LOGIN: access.login,
  PERENNIAL_PASSWORD: access.password,
  PERENNIAL_OUTPUTS: JSON.stringify(outputs),
  PERENNIAL_STATE_DIR: settings.PERENNIAL_STATE_DIR,
  PERENNIAL_CLOUD_PID: String(cloud.process.pid ?? 0),
});
