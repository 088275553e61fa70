import { StartBatchResponse } from '../../core/content/batch-contract.ts';
import type { ModelName } from '../../core/models/names.ts';
import { StartRefreshResponse } from '../../core/profiles/refresh-contract.ts';
import { startDemoCampaigns } from '../demo/campaigns.ts';
import { createDemoShop } from '../demo/shop.ts';
import type { Laptop } from '../laptop.ts';
import { startTraining, watchTraining } from '../training.ts';
import { once } from './once.ts';

/** What a shop with nothing but orders can learn, and what one with texts and inquiries learns beside it. */
const LEARNT_BY_ALL = ['recommender'] as const satisfies readonly ModelName[];
const LEARNT_BY_THE_DEMO = [...LEARNT_BY_ALL, 'intents', 'generator'] as const satisfies readonly ModelName[];
/** As many as one reads through in a sitting. */
const DRAFTS = 40;

export interface AfterwardsOptions {
  /** Whether the shop is the demo shop, whose campaigns come along. */
  readonly isDemo: boolean;
  readonly say: (line: string) => void;
}

/**
 * What a shop does once it is up, each thing once: its campaigns, its customers' profiles, its other models, texts to
 * review. It goes on without those that cannot be started, and says why.
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
  // Until each serves: the lists recommend, the chat goes by the words of a question, and nothing is written.
  for (const model of isDemo ? LEARNT_BY_THE_DEMO : LEARNT_BY_ALL) {
    await attempt(model, async () => {
      say(`${model}: is being trained`);
      const run = await watchTraining(server, await startTraining(server, {}, model), () => {}, model);
      return run.verdict?.words.en ?? run.reason ?? run.status;
    });
  }
  if (isDemo) {
    await attempt('texts', async () => {
      StartBatchResponse.parse(await server.post('/content/batches', { limit: DRAFTS }));
      return `${DRAFTS} descriptions are being drafted; read, change and publish them in the console`;
    });
  }
}
