import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium, type Page } from 'playwright-core';

const FLAGS = ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'];

/** Where the console runs, and who signs in; `npm start` prints all three. */
export function consoleUnderTest() {
  const { PERENNIAL_URL: url, PERENNIAL_LOGIN: login, PERENNIAL_PASSWORD: password } = process.env;
  if (!url || !login || !password) {
    throw new Error('Browser tests need PERENNIAL_URL, PERENNIAL_LOGIN and PERENNIAL_PASSWORD of a running shop');
  }
  return { url: url.replace(/\/$/, ''), login, password };
}

interface ConsoleBrowser {
  readonly context: BrowserContext;
  /** A new tab that shows this path, signed in. */
  readonly open: (path: string) => Promise<Page>;
  /** Keeps a picture in PERENNIAL_SCREENSHOTS, `.perennial/screenshots` unless it says otherwise. */
  readonly picture: (page: Page, name: string) => Promise<void>;
  /** Leaves one tab that shows nothing, so that no page goes on asking. */
  readonly closeTabs: () => Promise<void>;
}

/** A browser for the tests of one file, there from before the first until after the last. */
export function aConsoleBrowser(): ConsoleBrowser {
  let started: StartedBrowser | undefined;
  const browser = () => {
    if (!started) throw new Error('The browser starts before the first test, and not earlier');
    return started;
  };
  beforeAll(async () => {
    started = await startBrowser();
  }, 60_000);
  afterAll(() => started?.close());
  return {
    get context() {
      return browser().context;
    },
    open: (path) => browser().open(path),
    picture: (page, name) => browser().picture(page, name),
    closeTabs: () => browser().closeTabs(),
  };
}

interface StartedBrowser extends ConsoleBrowser {
  readonly close: () => Promise<void>;
}

async function startBrowser(): Promise<StartedBrowser> {
  const { url } = consoleUnderTest();
  const profile = mkdtempSync(join(tmpdir(), 'perennial-browser-'));
  const pictures = process.env.PERENNIAL_SCREENSHOTS ?? '.perennial/screenshots';
  mkdirSync(pictures, { recursive: true });
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: process.env.PERENNIAL_CHROMIUM ?? '/usr/bin/chromium',
    headless: true,
    args: FLAGS,
    viewport: { width: 1280, height: 800 },
    locale: 'en-GB',
    colorScheme: 'light',
  });
  return {
    context,
    async open(path) {
      const page = await context.newPage();
      await page.goto(`${url}${path}`);
      await signIn(page);
      return page;
    },
    async picture(page, name) {
      await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true });
    },
    async closeTabs() {
      await Promise.all(context.pages().map((page) => page.goto('about:blank')));
      const [, ...others] = context.pages();
      await Promise.all(others.map((page) => page.close()));
    },
    async close() {
      await context.close();
      rmSync(profile, { recursive: true, force: true });
    },
  };
}

/** Fills in the form as a person does; a tab has its own session. */
export async function signIn(page: Page, password = consoleUnderTest().password): Promise<void> {
  await page.getByRole('textbox', { name: 'E-mail' }).fill(consoleUnderTest().login);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('navigation').or(page.getByRole('alert')).or(page.locator('header')).first().waitFor();
}
