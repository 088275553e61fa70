import { aConsoleBrowser } from './support/console-browser.ts';

const browser = aConsoleBrowser();

/** Of this run alone: the suite may be repeated on one shop. */
const name = `spring-${Date.now().toString(36)}`;

describe('an experiment', () => {
  it('is started on a surface with recipes that it can serve, is still there after a reload, and is stopped', async () => {
    const page = await browser.open('/experiments?surface=basket');
    await page.getByRole('textbox', { name: 'Name' }).fill(name);
    for (const recipe of ['for-you', 'popular']) {
      // The list closes where the page has scrolled its field out of sight.
      await page.getByRole('combobox', { name: 'Recipes' }).click();
      const option = page.getByRole('option', { name: recipe, exact: true });
      await option.waitFor();
      expect(await page.getByRole('option').allInnerTexts()).not.toContain('related');
      await option.click();
    }
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
});
