import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { CustomerPage } from '../../core/customers/contract.ts';
import { Recommendations } from '../../core/recommendations/contract.ts';
import { bearerAuthorization, createApiClient } from '../../local/api-client.ts';
import { aConsoleBrowser, consoleUnderTest, signIn } from './support/console-browser.ts';
import { heading, seriousFindings, settled, stickingOut } from './support/page-looks.ts';

const { PERENNIAL_SECRET_KEY = '' } = process.env;
const api = createApiClient({
  url: `${consoleUnderTest().url}/v1`,
  authorization: bearerAuthorization(PERENNIAL_SECRET_KEY),
});
const browser = aConsoleBrowser();
afterEach(() => browser.closeTabs());

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

/** A customer who has just been shown something, as a page of the shop asks for it: a look from the console leaves no trace. */
async function aShownCustomer(): Promise<string> {
  const [first] = CustomerPage.parse(await api.get('/customers?limit=1')).data;
  if (!first) throw new Error('The shop has no customers');
  const slate = await api.get(
    `/recommendations?${new URLSearchParams({ customerId: first.customerId, surface: 'home' })}`,
  );
  expect(Recommendations.parse(slate).items).not.toEqual([]);
  return first.customerId;
}

async function openFirstSlate(page: Page): Promise<void> {
  await page.getByRole('table').getByRole('link').first().click();
  await page.getByRole('link', { name: 'See recommendations' }).click();
  await page.getByRole('article').first().waitFor();
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
    const customer = await aShownCustomer();
    const page = await browser.open(`/customers?${new URLSearchParams({ customer })}`);

    const profile = page.getByRole('region', { name: 'Profile' });
    await profile.getByText('As a buyer').waitFor();
    await profile.getByText('Churn risk', { exact: true }).waitFor();
    // The newest slate is written down a moment after it was shown.
    await page.getByText('Why did they get this?').first().click();
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
