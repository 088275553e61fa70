import type { Page } from 'playwright-core';
import { aConsoleBrowser } from './support/console-browser.ts';

const browser = aConsoleBrowser();

/** Of this run alone: the suite may be repeated on one shop. */
const name = `spring-${Date.now().toString(36)}`;

/** The list closes where its field is out of sight, as when what was found arrives above it; then it is opened again. */
async function choose(page: Page, recipe: string): Promise<void> {
  const field = page.getByRole('combobox', { name: 'Recipes' });
  const option = page.getByRole('option', { name: recipe, exact: true });
  for (let tries = 0; tries < 5 && !(await option.isVisible()); tries++) {
    await field.evaluate((one) => one.scrollIntoView({ block: 'center' }));
    await field.click();
    await option.waitFor({ timeout: 3_000 }).catch(() => field.blur());
  }
  expect(await page.getByRole('option').allInnerTexts()).not.toContain('related');
  await option.click();
}

describe('an experiment', () => {
  it('is started on a surface with recipes that it can serve, is still there after a reload, and is stopped', async () => {
    const page = await browser.open('/experiments?surface=basket');
    await page.getByRole('textbox', { name: 'Name' }).fill(name);
    for (const recipe of ['for-you', 'popular']) await choose(page, recipe);
    await page.keyboard.press('Escape');

    await page.getByRole('button', { name: 'Start' }).click();
    await page.getByText('Started; served within five seconds.').waitFor();
    await page.getByRole('textbox', { name: 'Name' }).fill('next');
    await page.getByText('Choose at least two recipes to start.').waitFor();
    expect(await page.getByText('Started; served within five seconds.').count()).toBe(0);
    await page.reload();

    const found = page.getByRole('region', { name: 'What was found: Basket' });
    await found.getByText(name).waitFor();
    await found.getByText('Too early to compare popular with for-you').waitFor();
    await browser.picture(page, 'experiment');
    await found.getByRole('button', { name: 'Stop' }).click();
    await found.getByText('Stopped').waitFor();
  }, 60_000);

  it('has one ring around a field of pills that is in focus, which is the field’s', async () => {
    const page = await browser.open('/experiments?surface=basket');

    await page.getByRole('combobox', { name: 'Recipes' }).focus();

    const rings = await page.evaluate(() => {
      const found: boolean[] = [];
      for (let one = document.activeElement; one; one = one.parentElement)
        if (getComputedStyle(one).outlineStyle !== 'none')
          found.push(one.contains(document.activeElement?.parentElement ?? null));
      return found;
    });
    expect(rings).toEqual([true]);
    await browser.picture(page, 'field-of-pills');
  });

  it('that is written and not started is not lost unasked, on the way to another surface or another page', async () => {
    const page = await browser.open('/experiments?surface=basket');
    const field = page.getByRole('textbox', { name: 'Name' });
    const leaving = page.getByRole('dialog', { name: 'Leave without saving?' });
    await field.fill('not-started');

    await page.getByRole('link', { name: 'Chat', exact: true }).click();
    await leaving.getByRole('button', { name: 'Cancel' }).click();
    expect([await field.inputValue(), new URL(page.url()).searchParams.get('surface')]).toEqual([
      'not-started',
      'basket',
    ]);
    await page.getByRole('link', { name: 'Campaigns' }).click();
    await leaving.getByRole('button', { name: 'Leave without saving' }).click();

    await page.getByRole('heading', { level: 1, name: 'Campaigns' }).waitFor();
  }, 60_000);
});
