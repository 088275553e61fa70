import { StartRefreshResponse } from '../../core/profiles/refresh-contract.ts';
import { startDemoCampaigns } from '../demo/campaigns.ts';
import { createDemoShop } from '../demo/shop.ts';
import type { Laptop } from '../laptop.ts';
import { startTraining, watchTraining } from '../training.ts';
import { once } from './once.ts';

export interface AfterwardsOptions {
  /** Whether the shop is the demo shop, whose campaigns come along. */
  readonly isDemo: boolean;
  readonly say: (line: string) => void;
}

/**
 * What a shop does once it is up, each thing once: its campaigns, its customers' profiles, its recommender. It goes on
 * without those that cannot be started, and says why.
 */
export async function doAfterwards(laptop: Laptop, { isDemo, say }: AfterwardsOptions): Promise<void> {
  const { server, addresses, settings } = laptop;
  const attempt = async (name: string, work: () => Promise<string>) => {
    try {
      await once(settings, name, async () => say(`${name}: ${await work()}`));
    } catch (error) {
      say(`${name}: could not be started: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
  if (isDemo) {
    await attempt('campaigns', async () => {
      await startDemoCampaigns({ shop: createDemoShop(), server, apiUrl: addresses.apiUrl });
      return 'win-back and basket abandonment go out; read the messages in the console';
    });
  }
  await attempt('profiles', async () => {
    StartRefreshResponse.parse(await server.post('/profiles/refresh', {}));
    return 'being computed; groups and risks appear on the Customers page';
  });
  // Until it serves, the lists do.
  await attempt('recommender', async () => {
    const run = await watchTraining(server, await startTraining(server, {}, 'recommender'), () => {}, 'recommender');
    return run.verdict?.words.en ?? run.reason ?? run.status;
  });
}
