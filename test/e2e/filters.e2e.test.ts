import type { Locator, Page } from 'playwright-core';
import { aConsoleBrowser } from './support/console-browser.ts';
import { seriousFindings, settled, stickingOut } from './support/page-looks.ts';

const browser = aConsoleBrowser();
afterEach(() => browser.closeTabs());

const RECIPE = '/recommendations/recipes/on-sale';
const filterOf = (part: Page | Locator) => part.getByRole('group', { name: 'Filter', exact: true });
const view = (filter: Locator, name: 'Builder' | 'Text') =>
  filter.getByRole('radiogroup', { name: 'Filter: how it is shown' }).getByText(name).click();

/** Picks an option of a list that opens at a click. */
async function pick(page: Page, list: Locator, option: string | RegExp) {
  await list.click();
  await page.getByRole('option', { name: option, exact: true }).first().click();
}

/** Looked at light, dark and narrow, each with its findings. */
async function looksOf(page: Page, name: string): Promise<string[]> {
  await browser.picture(page, `${name}-light`);
  const light = await seriousFindings(page);
  await page.getByRole('button', { name: 'Switch to dark' }).click();
  await page.getByRole('button', { name: 'Switch to light' }).waitFor();
  const dark = await seriousFindings(page);
  await browser.picture(page, `${name}-dark`);
  await page.setViewportSize({ width: 390, height: 844 });
  const narrow = await stickingOut(page);
  await browser.picture(page, `${name}-dark-390`);
  await page.getByRole('button', { name: 'Switch to light' }).click();
  await browser.picture(page, `${name}-390`);
  await page.setViewportSize({ width: 1280, height: 800 });
  return [...light, ...dark, ...narrow];
}

describe('the filter of a recipe', () => {
  it('is picked from what the catalogue has, read out, counted, and written as text, either way', async () => {
    const page = await browser.open(RECIPE);
    await settled(page);
    const filter = filterOf(page).first();
    await filter.getByText('No condition: every item meets it.').waitFor();

    await filter.getByRole('button', { name: 'Add a condition' }).click();
    await filter.getByText('Counts once it is complete.').waitFor();
    const brands = filter.getByLabel('Values of condition 1');
    await brands.click();
    const brand = await page.getByRole('option').first().textContent();
    await page.getByRole('option').first().click();
    await page.keyboard.press('Escape');
    await filter.getByText(`Brand is ${brand}.`).waitFor();
    await filter.getByText(/^[1-9][\d,]* of (the first )?[\d,]+ items meet it/).waitFor();

    await filter.getByRole('button', { name: 'Add a condition' }).click();
    await pick(page, filter.getByLabel('Field of condition 2'), 'Price');
    await pick(page, filter.getByLabel('Comparison of condition 2'), 'at most');
    await filter.getByLabel('Value of condition 2').fill('50');
    await filter.getByRole('button', { name: 'Add a group' }).click();
    await pick(page, filter.getByLabel('Field of condition 3.1'), 'First seen');
    await filter.getByRole('group', { name: 'Group 3' }).getByRole('button', { name: 'Add a condition' }).click();
    await pick(page, filter.getByLabel('Field of condition 3.2'), 'Attribute');
    await filter.getByLabel('Attribute of condition 3.2').fill('weight');
    await page.keyboard.press('Escape');
    await pick(page, filter.getByLabel('Comparison of condition 3.2'), 'at least');
    await filter.getByLabel('Value of condition 3.2').fill('2.5');
    await filter
      .getByText(
        /^Brand is .*, and price is at most .*50\.00, and \(.*within the last 7 days, or attribute “weight” is at least 2\.5\)\./,
      )
      .waitFor();
    expect(await looksOf(page, 'filter-recipe')).toEqual([]);

    await view(filter, 'Text');
    const text = filter.getByRole('textbox', { name: 'Filter' });
    expect(await text.inputValue()).toBe(
      `brand in ['${brand}'] and price <= 5000 and (firstSeenAt > now - 7d or number(attributes.weight) >= 2.5)`,
    );
    await text.fill(`isHidden or price * 2 < 50 or stock > 'a'`);
    await view(filter, 'Builder');
    await filter.getByText(/This compares a number with a text/).waitFor();
    expect(await filter.getByLabel('Written by hand, 2').inputValue()).toBe('price * 2 < 50');
    expect(await filter.getByLabel('Written by hand, 3').getAttribute('aria-invalid')).toBe('true');
    await browser.picture(page, 'filter-recipe-fault');
    await filter.getByRole('button', { name: 'Remove condition 3' }).click();
    await filter.getByText('Hidden: yes, or “price * 2 < 50”.').waitFor();
    await page.getByRole('button', { name: 'Discard' }).click();
    await filter.getByText('No condition: every item meets it.').waitFor();
  }, 120_000);

  it('is picked by keyboard alone', async () => {
    const page = await browser.open(RECIPE);
    await settled(page);
    const filter = filterOf(page).first();

    await filter.getByRole('button', { name: 'Add a condition' }).press('Enter');
    for (const key of ['Tab', 'Tab']) await page.keyboard.press(key);
    await page.keyboard.type('Acme');
    await page.keyboard.press('Enter');
    await page.keyboard.type('Nord');
    await page.keyboard.press('Enter');

    await filter.getByText('Brand is Acme or Nord.').waitFor();
  }, 60_000);
});

describe('the filter of a promotion', () => {
  it('is picked in Chinese too, and kept with the recipe', async () => {
    const page = await browser.open(RECIPE);
    await settled(page);
    await page.getByRole('button', { name: 'Add a promotion' }).click();
    const promotions = page.getByRole('group', { name: 'Promotions' });
    const filter = filterOf(promotions).first();

    await pick(page, filter.getByLabel('Field of condition 1'), 'Category');
    await filter.getByLabel('Values of condition 1').click();
    await page.getByRole('option').first().click();
    await page.getByRole('option').nth(1).click();
    await page.keyboard.press('Escape');
    await filter.getByText(/^Category includes .* or .*\./).waitFor();
    expect(await looksOf(page, 'filter-promotion')).toEqual([]);

    await view(filter, 'Text');
    expect(await filter.getByRole('textbox', { name: 'Filter' }).inputValue()).toMatch(
      /^category contains '.+' or category contains '.+'$/,
    );
    await page.getByText('中文').click();
    await page.getByText(/^类目包含 .*或.*。/).waitFor();
    await browser.picture(page, 'filter-promotion-chinese');
    await page.getByText('English').click();
  }, 120_000);
});
