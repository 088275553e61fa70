import { aConsoleBrowser } from './support/console-browser.ts';
import { heading, seriousFindings, settled, stickingOut } from './support/page-looks.ts';

const PAGES = {
  home: '/',
  models: '/models',
  recommendations: '/recommendations',
  recipe: '/recommendations/recipes/popular?customer=somebody',
  batches: '/recommendations/batches',
  experiments: '/experiments',
  customers: '/customers',
  campaigns: '/campaigns',
  campaign: '/campaigns/win-back',
  content: '/content',
} as const;

const browser = aConsoleBrowser();
afterEach(() => browser.closeTabs());

describe('every page', () => {
  it.each(Object.entries(PAGES))('%s has no serious finding, light or dark', async (name, path) => {
    const page = await browser.open(path);
    await settled(page);
    const light = await seriousFindings(page);

    await page.getByRole('button', { name: 'Switch to dark' }).click();
    await page.getByRole('button', { name: 'Switch to light' }).waitFor();
    const dark = await seriousFindings(page);
    await browser.picture(page, `${name}-dark`);
    await page.getByRole('button', { name: 'Switch to light' }).click();

    expect([...light, ...dark]).toEqual([]);
  });

  it.each(Object.entries(PAGES))('%s fits 390 px and its menu leads on', async (name, path) => {
    const page = await browser.open(path);
    await settled(page);

    await page.setViewportSize({ width: 390, height: 844 });
    await settled(page);

    expect(await stickingOut(page)).toEqual([]);
    await browser.picture(page, `${name}-390`);
    await page.getByRole('button', { name: 'Open or close the menu' }).click();
    await page.getByRole('link', { name: 'Customers', exact: true }).click();
    await heading(page, 'Customers').waitFor();
  });

  it('speaks Chinese, and still does after a reload', async () => {
    const page = await browser.open('/');
    await settled(page);

    await page.getByText('中文').click();
    await heading(page, '首页').waitFor();
    await page.reload();

    await heading(page, '首页').waitFor();
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('zh-Hans');
    await settled(page);
    await browser.picture(page, 'home-chinese');
    await page.getByText('English').click();
    await heading(page, 'Home').waitFor();
  });

  it('is reached by keyboard alone', async () => {
    const page = await browser.open('/');
    await settled(page);
    await page.reload();
    await settled(page);

    await page.keyboard.press('Tab');
    await page.getByRole('link', { name: 'Skip to the content' }).waitFor();
    await page.keyboard.press('Enter');

    expect(await page.evaluate(() => document.activeElement?.id)).toBe('main');
  });
});
