import { aConsoleBrowser } from './support/console-browser.ts';
import { heading, seriousFindings, settled } from './support/page-looks.ts';

const browser = aConsoleBrowser();
afterEach(() => browser.closeTabs());

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

  it('asks before what is not saved is lost, and keeps it where somebody stays', async () => {
    const page = await browser.open('/campaigns');
    await page.getByRole('link', { name: 'Win back' }).click();
    await heading(page, 'Win back').waitFor();
    const field = page.getByRole('region', { name: 'Definition' }).getByRole('textbox', { name: 'Name' });
    const leaving = page.getByRole('dialog', { name: 'Leave without saving?' });
    await field.fill('Not meant to be saved');

    await page.goBack();
    await leaving.getByRole('button', { name: 'Cancel' }).click();
    expect(await field.inputValue()).toBe('Not meant to be saved');
    await page.getByRole('link', { name: 'Experiments' }).click();
    await leaving.getByRole('button', { name: 'Leave without saving' }).click();

    await heading(page, 'Experiments').waitFor();
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
    const sent: number[] = [];
    await page.route('**/campaigns/win-back', async (route) => {
      if (route.request().method() === 'PUT') {
        const draft = route.request().postDataJSON();
        const { 'if-match': replaces = '' } = await route.request().allHeaders();
        sent.push(Number(replaces.replaceAll('"', '')));
        const saved = {
          campaignId: 'win-back',
          version: 99,
          revision: 99,
          updatedAt: new Date().toISOString(),
          ...draft,
        };
        return sent.length === 1 ? route.fulfill({ status: 412, json: {} }) : route.fulfill({ json: saved });
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
    const dialogue = page.getByRole('dialog', { name: 'What they saved, beside what you have' });
    await dialogue.getByRole('row').filter({ hasText: '回来看看' }).waitFor();
    await browser.picture(page, 'campaign-overtaken');
    expect(await seriousFindings(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await form.getByRole('button', { name: /^Save over version/ }).click();
    await form.getByText('Saved.').waitFor();
    expect(sent).toEqual([expect.any(Number), Number(sent[0]) + 1]);
  });
});
