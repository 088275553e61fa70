import { ItemContent } from '../../core/content/contract.ts';
import { bearerAuthorization, createApiClient } from '../../local/api-client.ts';
import { type OutsideWriter, startOutsideWriter } from '../support/outside-writer.ts';
import { aConsoleBrowser, consoleUnderTest } from './support/console-browser.ts';

const { PERENNIAL_SECRET_KEY = '' } = process.env;
const ITEM = 'e2e-daypack';
/** One sentence that the catalogue bears out, one that it contradicts, and one that nothing shows. */
const WRITTEN = 'Love our leather daypack. It holds 25 litres of gear. This backpack is the best of all.';

jest.setTimeout(120_000);

const api = createApiClient({
  url: `${consoleUnderTest().url}/v1`,
  authorization: bearerAuthorization(PERENNIAL_SECRET_KEY),
});
const browser = aConsoleBrowser();
let writer: OutsideWriter;

beforeAll(async () => {
  const item = {
    itemId: ITEM,
    title: 'Mauve Leather Daypack',
    category: ['Accessories', 'Backpack'],
    brand: 'Fellside',
    attributes: { capacity: '18 l' },
    price: 14_999,
  };
  await api.post('/items', { items: [item] });
  writer = await startOutsideWriter(WRITTEN);
});
afterAll(() => writer.close());

describe('a text from order to shop', () => {
  it('is ordered, shown beside its facts and what was dropped, and published by keyboard', async () => {
    const page = await browser.open('/content');

    await page.getByLabel('Item', { exact: true }).first().fill(ITEM);
    await page.keyboard.press('Enter');
    await page.getByTitle(ITEM).waitFor();
    await page.keyboard.press('Enter');
    const facts = page.getByRole('region', { name: 'Facts' });
    await facts.getByText('18 l').waitFor();
    const written = page.getByRole('region', { name: 'What was written, and what became of it' });
    await written.getByText('contradicted by capacity').waitFor();
    const dropped = await written.locator('li[data-outcome="dropped"]').allInnerTexts();
    await browser.picture(page, 'content-draft');
    await page.setViewportSize({ width: 390, height: 844 });
    await browser.picture(page, 'content-draft-390');
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.getByRole('button', { name: 'Publish' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Publish' }).waitFor({ state: 'detached' });

    expect(dropped.map((text) => text.split('\n')[0])).toEqual([
      'It holds 25 litres of gear.',
      'This backpack is the best of all.',
    ]);
    const shown = ItemContent.parse(await api.get(`/items/${ITEM}/content`));
    expect(shown.data.map(({ text }) => text)).toEqual(['Love our leather daypack.']);
    await browser.picture(page, 'content-published');
  });
});
