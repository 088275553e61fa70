import type { Page } from 'playwright-core';
import { aConsoleBrowser } from './support/console-browser.ts';

/** A batch walks every customer of the shop. */
const BATCH_PATIENCE_MS = 240_000;

const browser = aConsoleBrowser();

const progressOf = (page: Page) => page.getByRole('region', { name: 'Progress' });

describe('a batch', () => {
  it('of likely buyers is started with items of the catalogue, followed to its end, and told by where its file lies', async () => {
    const page = await browser.open('/recommendations');
    await page.getByRole('link', { name: 'Batches' }).click();
    await page.getByText('Likely buyers', { exact: true }).first().click();
    expect(await page.getByRole('button', { name: 'Start', exact: true }).isDisabled()).toBe(true);
    await page.getByText('Name at least one item').waitFor();

    await page.getByRole('combobox', { name: 'Recipe' }).click();
    expect(await page.getByRole('option').allInnerTexts()).not.toContain('for-you');
    await page.getByRole('option', { name: 'user-segment' }).click();
    await page.getByLabel('Items', { exact: true }).first().click();
    await page.getByRole('option').first().click();
    await page.keyboard.press('Escape');
    await page.getByRole('textbox', { name: 'Customers at most' }).fill('20');
    await page.getByRole('radiogroup', { name: 'Filter: how it is shown' }).getByText('Text').click();
    await page.getByRole('textbox', { name: 'Filter' }).fill('price <');
    await page.getByText('The filter ends too early, at position 7.').waitFor();
    expect(await page.getByRole('button', { name: 'Start', exact: true }).isDisabled()).toBe(true);
    await page.getByRole('textbox', { name: 'Filter' }).fill('price > 0');
    await browser.picture(page, 'batch-form');
    await page.getByRole('button', { name: 'Start', exact: true }).click();

    await page.getByRole('heading', { level: 1, name: 'Likely buyers' }).waitFor();
    await progressOf(page).getByText('Done').waitFor({ timeout: BATCH_PATIENCE_MS });
    await progressOf(page)
      .getByText(/^20 customers found, out of [\d,]+ looked at\.$/)
      .waitFor();
    await page
      .getByRole('region', { name: 'Files' })
      .getByText(/^s3:\/\/.+\/batches\//)
      .waitFor();
    await browser.picture(page, 'batch');
    await page.setViewportSize({ width: 390, height: 844 });
    await page.waitForFunction(() => document.documentElement.scrollWidth <= 390);
    await browser.picture(page, 'batch-390');

    await page.getByRole('link', { name: 'All batches' }).click();
    const row = page.getByRole('table').getByRole('row').filter({ hasText: 'user-segment@' }).first();
    await row.getByText('Done').waitFor();
  }, 300_000);
});
