import type { Page } from 'playwright-core';
import { aConsoleBrowser } from './support/console-browser.ts';
import { stickingOut } from './support/page-looks.ts';

const browser = aConsoleBrowser();

/** Of this run alone: the suite may be repeated on one shop. */
const label = `Rule ${Date.now().toString(36)}`;

/** Titles of the previewed slate, once the preview has come to rest. */
const previewed = (page: Page) =>
  page.getByRole('region', { name: 'Preview' }).getByRole('listitem').locator('span:first-child').allInnerTexts();

/** The filter of the last rule, as text. */
const writtenFilter = (page: Page) => page.getByRole('textbox', { name: 'Filter' }).last();

/** The pseudonym of the first customer of the list. */
async function aCustomer(page: Page): Promise<string> {
  await page.getByRole('heading', { level: 1, name: 'Customers', exact: true }).waitFor();
  const href = (await page.getByRole('table').getByRole('link').first().getAttribute('href')) ?? '';
  const customer = new URL(href, page.url()).searchParams.get('customer');
  // The router writes texts as JSON where they could be read as something else.
  return customer?.replaceAll('"', '') ?? '';
}

describe('a recipe', () => {
  it('is made by a shop: begun as another, previewed for the product that is looked at, and saved with what it names', async () => {
    const name = `e2e-${Date.now().toString(36)}`;
    const customer = await aCustomer(await browser.open('/customers'));
    const page = await browser.open(`/recommendations?by=pseudonym&customer=${customer}`);
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill(name);
    await page.getByRole('button', { name: 'Open the editor' }).click();
    await page.getByText('Not saved yet').waitFor();

    await page.getByLabel('Base', { exact: true }).first().click();
    await page.getByRole('option', { name: 'Related to a product' }).click();
    await page.getByText('Name an item to preview').waitFor();
    await page.getByLabel('Product being looked at').first().click();
    await page.getByRole('option').first().click();
    await page.getByRole('region', { name: 'Preview' }).getByRole('listitem').first().waitFor();

    await page.getByRole('checkbox', { name: 'Bought before' }).uncheck();
    await page.getByLabel('Waved away').fill('-2');
    await page.getByRole('button', { name: 'Add a promotion' }).click();
    await page.getByLabel('Items by name').first().fill('item-0100');
    await page.getByLabel('Items by name').first().press('Enter');
    await page.getByTitle('item-0100').waitFor();
    await page.getByLabel('Items by name').first().fill('item-0101');
    const offered = await page.getByRole('option', { name: 'item-0101' }).textContent();
    await page.getByLabel('Items by name').first().fill(`${offered}`.replace('item-0101', ''));
    await page.getByRole('option', { name: 'item-0101' }).click();
    await page.getByTitle('item-0101').waitFor();
    await page.setViewportSize({ width: 390, height: 800 });
    expect(await stickingOut(page)).toEqual([]);
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.getByLabel('Starts').fill('2030-12-02T08:00');
    await page.getByLabel('Ends').fill('2030-12-01T08:00');
    await page.getByText('A promotion ends after it starts.').waitFor();
    await page.getByLabel('Ends').fill('2030-12-24T08:00');
    await page.getByRole('button', { name: 'Save as a new version' }).click();
    await page.getByText('Saved as version 1').waitFor();
    await browser.picture(page, 'recipe-new');

    await page.reload();
    await page.getByText('Version 1', { exact: true }).first().waitFor();
    expect(await page.getByRole('checkbox', { name: 'Bought before' }).isChecked()).toBe(false);
    expect(await page.getByLabel('Waved away').inputValue()).toBe('-2');
    expect(await page.getByLabel('Ends').inputValue()).toBe('2030-12-24T08:00');

    await page.getByLabel('Description').fill('Not meant to be saved');
    await page.getByText('changes not saved').waitFor();
    await page.goBack();
    const leaving = page.getByRole('dialog', { name: 'Leave without saving?' });
    await leaving.getByRole('button', { name: 'Cancel' }).click();
    expect(await page.getByLabel('Description').inputValue()).toBe('Not meant to be saved');
    await page.getByRole('button', { name: 'Take into the form: Version 1' }).click();
    await page
      .getByRole('dialog', { name: 'Replace what is in the form' })
      .getByRole('button', { name: 'Replace' })
      .click();
    await page.getByText('changes not saved').waitFor({ state: 'detached' });

    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    const asked = page.getByRole('dialog', { name: `Delete the recipe ${name}?` });
    await asked.getByRole('button', { name: 'Delete', exact: true }).click();
    const recipes = page.getByRole('region', { name: 'Recipes' });
    await recipes.getByRole('link', { name: 'popular', exact: true }).waitFor();
    await recipes.getByRole('link', { name, exact: true }).waitFor({ state: 'detached' });
  }, 120_000);

  it('is edited, previewed as it would be served, and saved as a new version that is still there after a reload', async () => {
    const customer = await aCustomer(await browser.open('/customers'));
    const page = await browser.open(`/recommendations/recipes/popular?by=pseudonym&customer=${customer}`);
    await page.getByRole('listitem').first().waitFor();
    const before = await previewed(page);
    const told = await page
      .getByText(/^(Version \d+|Built in)$/)
      .first()
      .textContent();
    const version = Number(/\d+/.exec(told ?? '')?.[0] ?? 0);

    await page.getByRole('button', { name: 'Add a boost' }).click();
    await page.getByRole('textbox', { name: 'Label' }).last().fill(label);
    await page.getByRole('radiogroup', { name: 'Filter: how it is shown' }).last().getByText('Text').click();
    await writtenFilter(page).fill('price <');
    await page.getByText('Not valid yet', { exact: true }).waitFor();
    expect(await page.getByRole('button', { name: 'Save as a new version' }).isDisabled()).toBe(true);
    // Of all but the first item, so that the order changes whatever is popular.
    await writtenFilter(page).fill(`title != "${before[0]}"`);
    const strength = page.getByRole('textbox', { name: 'Strength, −1 to 1' }).last();
    await strength.selectText();
    await strength.pressSequentially('-0.5');
    expect(await strength.inputValue()).toBe('-0.5');
    await strength.fill('1');

    await page.getByRole('region', { name: 'What each rule does' }).getByText(label).waitFor();
    await page.waitForFunction(
      (old) => [...document.querySelectorAll('ol li span:first-child')].map((one) => one.textContent).join() !== old,
      before.join(),
    );
    await page.getByRole('button', { name: 'Save as a new version' }).click();
    await page.getByText(`Saved as version ${version + 1}`).waitFor();
    await browser.picture(page, 'recipe');
    await strength.fill('0.5');
    await page.getByText(`Saved as version ${version + 1}`).waitFor({ state: 'hidden' });

    await page.reload();
    await page
      .getByText(`Version ${version + 1}`, { exact: true })
      .first()
      .waitFor();
    expect(await page.getByRole('textbox', { name: 'Label' }).last().inputValue()).toBe(label);
    await page.getByRole('button', { name: `Remove ${label}` }).click();
    await page.getByRole('button', { name: 'Save as a new version' }).click();
    await page.getByText(`Saved as version ${version + 2}`).waitFor();

    await page.getByRole('button', { name: `Take into the form: Version ${version + 1}` }).click();
    await page.getByRole('button', { name: `Remove ${label}` }).waitFor();
  }, 120_000);
});
