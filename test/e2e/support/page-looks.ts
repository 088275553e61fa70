import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';

export const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name, exact: true });

/** Of rules that count as moderate, those by which somebody finds their way from part to part of a page. */
const LANDMARKS = ['landmark-unique', 'region'];

export async function seriousFindings(page: Page): Promise<string[]> {
  // A message is shown in a frame that may run no script, so nothing in it can answer.
  const { violations } = await new AxeBuilder({ page }).exclude('iframe').analyze();
  return violations
    .filter(({ id, impact }) => impact === 'serious' || impact === 'critical' || LANDMARKS.includes(id))
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

/** Waits until nothing grey is left, so that what is looked at is the page itself. */
export const settled = (page: Page) =>
  page.waitForFunction(() => !document.querySelector('[class*="Skeleton-root"]') && !!document.querySelector('h1'));

/** What is wider than the window once the frame has come to rest, which takes it a moment after a change of width. */
export async function stickingOut(page: Page): Promise<string[]> {
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
