import { readFileSync } from 'node:fs';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { type ConsoleBrowser, consoleUnderTest, signIn, startConsoleBrowser } from './support/console-browser.ts';

const PAGES = {
  home: '/',
  models: '/models',
  recommendations: '/recommendations',
  batches: '/recommendations/batches',
  experiments: '/experiments',
  customers: '/customers',
  campaigns: '/campaigns',
  campaign: '/campaigns/win-back',
  content: '/content',
} as const;

let browser: ConsoleBrowser;

beforeAll(async () => {
  browser = await startConsoleBrowser();
}, 60_000);
afterAll(() => browser.close());
afterEach(async () => {
  await Promise.all(browser.context.pages().map((page) => page.goto('about:blank')));
  const [, ...others] = browser.context.pages();
  await Promise.all(others.map((page) => page.close()));
});

const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name, exact: true });

/** The newest run that has come to a verdict. */
async function openJudgedRun(page: Page): Promise<void> {
  await heading(page, 'Models').waitFor();
  await page
    .getByRole('row')
    .filter({ hasText: /Promoted|Champion kept/ })
    .first()
    .getByRole('link')
    .click();
  await page.getByRole('heading', { name: 'Candidates side by side' }).waitFor();
}

async function openFirstSlate(page: Page): Promise<void> {
  await page.getByRole('table').getByRole('link').first().click();
  await page.getByRole('link', { name: 'See recommendations' }).click();
  await page.getByRole('article').first().waitFor();
}

/** Of rules that count as moderate, those by which somebody finds their way from part to part of a page. */
const LANDMARKS = ['landmark-unique', 'region'];

async function seriousFindings(page: Page): Promise<string[]> {
  // A message is shown in a frame that may run no script, so nothing in it can answer.
  const { violations } = await new AxeBuilder({ page }).exclude('iframe').analyze();
  return violations
    .filter(({ id, impact }) => impact === 'serious' || impact === 'critical' || LANDMARKS.includes(id))
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

/** Waits until nothing grey is left, so that what is looked at is the page itself. */
const settled = (page: Page) =>
  page.waitForFunction(() => !document.querySelector('[class*="Skeleton-root"]') && !!document.querySelector('h1'));

/** What is wider than the window once the frame has come to rest, which takes it a moment after a change of width. */
async function stickingOut(page: Page): Promise<string[]> {
  const fits = () => document.documentElement.scrollWidth <= window.innerWidth;
  const fitted = await page.waitForFunction(fits, undefined, { timeout: 5_000 }).catch(() => undefined);
  if (fitted) return [];
  return page.evaluate(() => [
    `the page is ${document.documentElement.scrollWidth} px wide`,
    ...[...document.querySelectorAll('main *')]
      .filter((element) => element.getBoundingClientRect().right > window.innerWidth && !element.closest('.scroller'))
      .map((element) => element.outerHTML.slice(0, 160)),
  ]);
}

describe('signing in', () => {
  it('says that e-mail and password do not match, and lets nobody in', async () => {
    const page = await browser.context.newPage();
    await page.goto(consoleUnderTest().url);

    await signIn(page, 'Not-the-password-1');

    await page.getByText('E-mail and password do not match.').waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await browser.picture(page, 'sign-in');
  });

  it('leads to where one wanted to go, survives a reload and ends by signing out', async () => {
    const page = await browser.open('/models');
    await heading(page, 'Models').waitFor();

    await page.reload();
    await heading(page, 'Models').waitFor();
    await page.getByRole('button', { name: 'Sign out' }).click();

    await page.getByRole('button', { name: 'Sign in' }).waitFor();
  });
});

describe('Home', () => {
  it('shows the newest count of events, the headline and the six stations of the loop', async () => {
    const page = await browser.open('/');
    await settled(page);
    await page.waitForResponse((response) => response.url().endsWith('/home'));

    const answer = await page.waitForResponse((response) => response.url().endsWith('/home'));
    const { events } = await answer.json();

    await page.locator('[data-count=lastHour]', { hasText: events.lastHour.toLocaleString('en-GB') }).waitFor();
    await page.getByRole('heading', { name: 'Incremental retained customers' }).waitFor();
    expect(await page.getByRole('list', { name: 'The loop, as it stands' }).getByRole('listitem').count()).toBe(6);
    await browser.picture(page, 'home');
  });
});

describe('Models', () => {
  it('shows a judged run: its picture, its candidates and the verdict, again after a reload', async () => {
    const page = await browser.open('/models');
    await openJudgedRun(page);

    await page.reload();

    await page.getByRole('heading', { name: 'Verdict of the gate' }).waitFor();
    await page.getByRole('img', { name: 'The workflow, as it runs' }).waitFor();
    expect(await page.getByRole('table').first().getByRole('row').count()).toBeGreaterThan(2);
    const [csv] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('region', { name: 'Candidates side by side' }).getByRole('button', { name: 'Export CSV' }).click(),
    ]);
    expect(readFileSync(await csv.path(), 'utf8').split('\r\n')[0]).toContain(
      'Log loss,"95 % interval, low","95 % interval, high"',
    );
    await settled(page);
    await browser.picture(page, 'run');
    expect(await seriousFindings(page)).toEqual([]);
  });

  it('says what will happen before it trains, and does nothing when told not to', async () => {
    const page = await browser.open('/models');
    await settled(page);
    const orders: string[] = [];
    page.on('request', (request) => request.method() === 'POST' && orders.push(request.url()));

    await page.getByRole('button', { name: 'Train' }).click();
    const dialogue = page.getByRole('dialog', { name: 'Train candidates now?' });
    await dialogue.getByText('nothing changes for customers').waitFor();
    await dialogue.getByRole('button', { name: 'Cancel' }).click();

    await dialogue.waitFor({ state: 'hidden' });
    expect(orders).toEqual([]);
  });
});

describe('Recommendations', () => {
  it('goes from a customer to their slate and from an item to its reasons, which a link shows again', async () => {
    const page = await browser.open('/customers');
    await openFirstSlate(page);

    await page.getByRole('button', { name: /^Why / }).first().click();
    await page.waitForURL(/why=/);
    await page.reload();

    await page.getByRole('heading', { name: /^Why / }).waitFor();
    await page.getByRole('heading', { name: 'History' }).waitFor();
    await settled(page);
    await browser.picture(page, 'recommendations-why');
    expect(await seriousFindings(page)).toEqual([]);
  });

  it('holds surface and number in the address', async () => {
    const page = await browser.open('/customers');
    await openFirstSlate(page);

    await page.getByRole('textbox', { name: 'Items' }).fill('3');
    await page.waitForURL(/k=3/);

    await page.getByRole('article').first().waitFor();
    await page.waitForFunction(() => document.querySelectorAll('article').length <= 3);
    expect(await page.getByRole('article').count()).toBeGreaterThan(0);
  });
});

describe('Campaigns', () => {
  it('goes from the list to a campaign, says what a run would do and what the last one did', async () => {
    const page = await browser.open('/campaigns');
    await heading(page, 'Campaigns').waitFor();
    await settled(page);
    await browser.picture(page, 'campaigns');
    await page.getByRole('link', { name: 'Win back' }).click();
    await heading(page, 'Win back').waitFor();
    const report = page.getByRole('region', { name: 'What it did' });
    await report
      .getByText(/Too early|95 % interval/)
      .first()
      .waitFor();
    const orders: string[] = [];
    page.on('request', (request) => request.url().endsWith('/run') && orders.push(request.url()));

    await page.getByRole('button', { name: 'Run…' }).click();
    const dialogue = page.getByRole('dialog', { name: 'Run this campaign now?' });
    await dialogue.getByText(/customers? would be written to/).waitFor();

    await dialogue.getByText(/^Audience \d/).waitFor();
    await dialogue.getByText(/^Mail costs about/).waitFor();
    await browser.picture(page, 'campaign-dry-run');
    expect(await seriousFindings(page)).toEqual([]);
    await dialogue.getByRole('button', { name: 'Cancel' }).click();
    await dialogue.waitFor({ state: 'hidden' });
    expect(orders).toEqual([]);
  });

  it('shows a message as it was sent, again after a reload', async () => {
    const page = await browser.open('/campaigns/win-back');
    await heading(page, 'Win back').waitFor();
    const messages = page.getByRole('region', { name: 'Messages' });

    await messages.getByRole('row').filter({ hasText: 'Sent' }).first().getByRole('link').click();
    await page.waitForURL(/message=/);
    await page.reload();

    await messages.frameLocator('iframe').getByText('It has been a while').waitFor();
    await messages.getByText(/New since your last visit/).waitFor();
    await settled(page);
    await browser.picture(page, 'campaign');
    expect(await seriousFindings(page)).toEqual([]);
  });

  it('can be meant for those likeliest to respond, and says so', async () => {
    const page = await browser.open('/campaigns/win-back');
    await heading(page, 'Win back').waitFor();

    await page.getByRole('switch', { name: 'Only those likeliest to respond' }).press('Space');

    await page.getByRole('textbox', { name: 'Share of the audience' }).fill('30');
    expect(await page.getByRole('button', { name: 'Save' }).isEnabled()).toBe(true);
  });

  it('says at the switch which language is not right yet, and leads there instead of saving', async () => {
    const page = await browser.open('/campaigns/win-back');
    await heading(page, 'Win back').waitFor();
    const form = page.getByRole('region', { name: 'Definition' });
    const orders: string[] = [];
    page.on('request', (request) => request.method() === 'PUT' && orders.push(request.url()));
    await form.getByText('中文', { exact: true }).click();
    await form.getByRole('textbox', { name: 'Subject' }).fill(' ');
    await form.getByText('English', { exact: true }).click();
    await form.getByText('Something is not right yet in 中文.').waitFor();

    await form.getByRole('button', { name: 'Save' }).click();

    await form.getByText('Write 1 or more characters.').waitFor();
    expect(await page.evaluate(() => document.activeElement?.getAttribute('lang'))).toBe('zh');
    expect(orders).toEqual([]);
  });

  it('keeps what is written, and shows what is shown, while it is saved by this person and by another', async () => {
    const page = await browser.open('/campaigns/win-back');
    await heading(page, 'Win back').waitFor();
    const form = page.getByRole('region', { name: 'Definition' });
    const versions: number[] = [];
    await page.route('**/campaigns/win-back', async (route) => {
      const response = await route.fetch();
      const { version, revision, ...campaign } = await response.json();
      versions.push(version);
      const since = versions.length > 1 ? 1 : 0;
      await route.fulfill({ response, json: { ...campaign, version: version + since, revision: revision + since } });
    });
    await form.getByText('中文', { exact: true }).click();
    await form.getByRole('textbox', { name: 'Button' }).fill('回来看看');

    await form.getByText(/^Somebody else saved version \d+ meanwhile/).waitFor({ timeout: 60_000 });

    expect(await form.getByRole('textbox', { name: 'Button' }).inputValue()).toBe('回来看看');
    await form.getByRole('button', { name: 'Discard my changes' }).click();
    expect(await form.getByRole('button', { name: 'Save', exact: true }).isDisabled()).toBe(true);
  }, 90_000);

  it('saves over what another saved meanwhile only when this person was told of it, and can look at it before', async () => {
    const page = await browser.open('/campaigns/win-back');
    await heading(page, 'Win back').waitFor();
    const form = page.getByRole('region', { name: 'Definition' });
    const sent: unknown[] = [];
    await page.route('**/campaigns/win-back', async (route) => {
      if (route.request().method() === 'PUT') {
        const { revision, ...draft } = route.request().postDataJSON();
        sent.push(revision);
        const saved = {
          campaignId: 'win-back',
          version: 99,
          revision: 99,
          updatedAt: new Date().toISOString(),
          ...draft,
        };
        return sent.length === 1 ? route.fulfill({ status: 409, json: {} }) : route.fulfill({ json: saved });
      }
      const response = await route.fetch();
      const campaign = await response.json();
      return route.fulfill({ response, json: { ...campaign, revision: campaign.revision + sent.length } });
    });
    await form.getByText('中文', { exact: true }).click();
    await form.getByRole('textbox', { name: 'Button' }).fill('回来看看');

    await form.getByRole('button', { name: 'Save', exact: true }).click();
    await form.getByText(/^Somebody else saved version \d+ meanwhile/).waitFor();

    expect(await form.getByRole('textbox', { name: 'Button' }).inputValue()).toBe('回来看看');
    await form.getByRole('button', { name: 'See what they saved' }).click();
    const dialogue = page.getByRole('dialog', { name: 'What they saved, beside what you wrote' });
    await dialogue.getByRole('row').filter({ hasText: '回来看看' }).waitFor();
    await browser.picture(page, 'campaign-overtaken');
    expect(await seriousFindings(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await form.getByRole('button', { name: /^Save over version/ }).click();
    await form.getByText('Saved.').waitFor();
    expect(sent).toEqual([expect.any(Number), Number(sent[0]) + 1]);
  });
});

describe('Customers', () => {
  it('refreshes profiles with progress and shows the groups that were found', async () => {
    const page = await browser.open('/customers');
    await settled(page);
    const panel = page.getByRole('region', { name: 'Groups of customers' });

    await panel.getByRole('button', { name: 'Refresh profiles' }).click();

    await panel.getByText(/Counting and computing|profiles written/).waitFor();
    await panel.getByText(/Counting and computing|profiles written/).waitFor({ state: 'detached', timeout: 240_000 });
    await panel.getByRole('list', { name: 'Groups of customers' }).waitFor();
    expect(
      await panel.getByRole('list', { name: 'Groups of customers' }).getByRole('listitem').count(),
    ).toBeGreaterThan(1);
    await browser.picture(page, 'customers-groups');
    expect(await seriousFindings(page)).toEqual([]);
  }, 270_000);

  it('shows what kind of customer somebody is, why, and what followed what they were shown', async () => {
    const page = await browser.open('/customers');
    await openFirstSlate(page);
    await page.goBack();

    const profile = page.getByRole('region', { name: 'Profile' });
    await profile.getByText('As a buyer').waitFor();
    await profile.getByText('Churn risk', { exact: true }).waitFor();
    await page.getByText('Why did they get this?').first().click();
    // A newer slate may have arrived above the one that was opened.
    await page
      .locator('details[open]')
      .getByText(/nothing drawn by chance|drawn by chance, probability/)
      .first()
      .waitFor();
    await page
      .getByText(/within 7 days|window of 7 days/)
      .first()
      .waitFor();

    expect(await seriousFindings(page)).toEqual([]);
    await page.setViewportSize({ width: 390, height: 844 });
    expect(await stickingOut(page)).toEqual([]);
    await browser.picture(page, 'customer-profile-390');
  });
});

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
