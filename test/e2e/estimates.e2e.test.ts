import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import { chunksOf } from '../../core/platform/chunks-of.ts';
import { Recommendations } from '../../core/recommendations/contract.ts';
import { SurfaceExperiment } from '../../core/recommendations/recipe-contract.ts';
import { basicAuthorization, bearerAuthorization, createApiClient } from '../../local/api-client.ts';
import { aConsoleBrowser } from './support/console-browser.ts';
import { seriousFindings, settled, stickingOut } from './support/page-looks.ts';

const browser = aConsoleBrowser();

const env = z
  .object({ PERENNIAL_URL: z.string(), PERENNIAL_SECRET_KEY: z.string(), PERENNIAL_PUBLISHABLE_KEY: z.string() })
  .parse(process.env);
const url = `${env.PERENNIAL_URL}/v1`;
const server = createApiClient({ url, authorization: bearerAuthorization(env.PERENNIAL_SECRET_KEY) });
const tracker = createApiClient({ url, authorization: basicAuthorization(env.PERENNIAL_PUBLISHABLE_KEY) });

const EXPERIMENT = '/recommendations/experiments/product';
const PEOPLE = 100;
/** Looked up in the catalogue, where no list has anything. */
const EVERYTHING = encodeURIComponent('price > 0');
const COUNTED_WITHIN_MS = 60_000;

/** A bandit that draws its two recipes evenly. */
async function set(name: string, isRunning: boolean): Promise<void> {
  const arms = [{ recipe: 'for-you' }, { recipe: 'popular' }];
  await server.put(EXPERIMENT, { name, kind: 'bandit', arms, epsilon: 1, isRunning });
}

/** One who is shown a slate of the experiment; nine in ten click what for-you chose, and one in ten what popular did. */
async function visit(name: string, number: number): Promise<boolean> {
  const who = number % 2 ? { anonymousId: `${name}-${number}` } : { userId: `${name}-${number}` };
  const named = who.userId === undefined ? `anonymousId=${who.anonymousId}` : `customerId=${who.userId}`;
  const answer = await server.get(`/recommendations?${named}&surface=product&k=4&filter=${EVERYTHING}`);
  const { experiment, requestId, items } = Recommendations.parse(answer);
  if (experiment?.name !== name) return false;
  if ((experiment.arm === 'for-you') === number % 10 > 0) {
    const properties = { product_id: items[0]?.itemId, request_id: requestId };
    await tracker.post('/track', { ...who, event: 'Product Clicked', messageId: `${name}-${number}`, properties });
  }
  return true;
}

/** A new experiment, shown to a hundred and counted. */
async function aShownExperiment(): Promise<string> {
  const name = `summer-${Date.now().toString(36)}`;
  await set(name, true);
  let shown = 0;
  for (const some of chunksOf(
    Array.from({ length: PEOPLE }, (_, number) => number),
    5,
  ))
    shown += (await Promise.all(some.map((number) => visit(name, number)))).filter(Boolean).length;
  for (const deadline = Date.now() + COUNTED_WITHIN_MS; Date.now() < deadline; await sleep(500)) {
    const { counted = [] } = SurfaceExperiment.parse(await server.get(EXPERIMENT));
    const isRewarded = counted.some(({ rewarded, shown: slates }) => rewarded > slates / 2);
    if (isRewarded && counted.reduce((sum, one) => sum + one.shown, 0) === shown) return name;
  }
  throw new Error('The slates were not counted in time');
}

describe('what would have been earned', () => {
  let name = '';
  afterAll(() => (name ? set(name, false) : undefined));

  it('is asked of the log of an experiment, goes on over a reload, and is told as a sentence and a picture', async () => {
    const page = await browser.open('/experiments?surface=product');
    const panel = page.getByRole('region', { name: 'What would have been earned: Product' });
    await panel.waitFor();
    name = await aShownExperiment();
    await page.reload();

    await panel.getByRole('combobox', { name: 'For visitors' }).click();
    await page.getByRole('option', { name: 'for-you', exact: true }).click();
    await panel.getByRole('button', { name: 'Estimate' }).press('Enter');
    await panel.getByText(`shown by ${name}`).or(panel.getByText('Reading the log')).first().waitFor();
    await page.reload();

    await panel.getByText(/^Better: for-you would have been rewarded for \d+(\.\d)?% of its slates/).waitFor({
      timeout: 90_000,
    });
    await panel.getByText(`shown by ${name}`).waitFor();
    await settled(page);
    await browser.picture(page, 'estimate');
    expect(await seriousFindings(page)).toEqual([]);
    await page.setViewportSize({ width: 390, height: 844 });
    await settled(page);
    expect(await stickingOut(page)).toEqual([]);
    await browser.picture(page, 'estimate-390');
  }, 180_000);
});
