import { createCampaignRepository } from '../../../core/campaigns/campaign-repository.ts';
import { type Campaign, CampaignDefinition, type CampaignDraft } from '../../../core/campaigns/contract.ts';
import { winBack } from '../../../core/campaigns/library.ts';
import { IfMatch } from '../../../core/platform/entity-tag.ts';
import { ValidationError } from '../../../core/platform/errors.ts';
import { saveCampaign } from '../../../functions/campaigns/save-campaign.ts';
import { aMemoryTable } from '../../support/memory-table.ts';

const now = new Date('2026-11-24T10:00:00.000Z');
const aDefinition = (expression = 'rate(1 day)', name = 'Win back') =>
  CampaignDefinition.parse({ ...winBack, name, schedule: { expression, timeZone: 'Europe/Berlin' } });

interface Saving extends Partial<CampaignDraft> {
  readonly ifMatch?: string;
}

interface DeskOptions {
  readonly refuses?: boolean;
  readonly isTableDown?: boolean;
}

/** A shop's campaigns in a table, and the schedules that were put. */
function aDesk({ refuses = false, isTableDown = false }: DeskOptions = {}) {
  const scheduled: (string | null)[] = [];
  const { rows, client } = aMemoryTable('campaigns', { transactionMs: 5 });
  const campaigns = createCampaignRepository(client, 'campaigns');
  const put = async () => Promise.reject(new Error('the table is down'));
  const ports = {
    campaigns: { ...campaigns, ...(isTableDown ? { put } : {}) },
    schedules: {
      put: async (_shop: string, _campaign: string, wanted: CampaignDefinition['schedule'], isActive: boolean) => {
        if (refuses) throw new ValidationError('The schedule does not read');
        scheduled.push(wanted && `${wanted.expression}${isActive ? '' : ', paused'}`);
      },
    },
  };
  const save = ({ ifMatch, ...draft }: Saving = {}, isNew = false): Promise<Campaign> => {
    const options = { now, isNew, ifMatch: ifMatch === undefined ? undefined : IfMatch.parse(ifMatch) };
    return saveCampaign('demo', 'win-back', { definition: aDefinition(), isActive: true, ...draft }, ports, options);
  };
  return { rows, campaigns, scheduled, save };
}

describe('saveCampaign', () => {
  it('writes a version where the definition changed, and none where only its schedule is switched', async () => {
    const { campaigns, scheduled, save } = aDesk();

    const written = [await save(), await save({ definition: aDefinition('rate(2 days)') })];
    const paused = await save({ definition: aDefinition('rate(2 days)'), isActive: false });

    expect(written.map(({ version, revision }) => [version, revision])).toEqual([
      [1, 1],
      [2, 2],
    ]);
    expect(paused).toEqual({ ...written[1], revision: 3, isActive: false });
    await expect(campaigns.get('demo', 'win-back')).resolves.toEqual(paused);
    await expect(campaigns.getVersion('demo', 'win-back', 2)).resolves.toMatchObject({ isActive: true });
    expect([...new Set(scheduled)]).toEqual(['rate(1 day)', 'rate(2 days)', 'rate(2 days), paused']);
  });

  it('writes nothing where the schedule is refused', async () => {
    const { rows, save } = aDesk({ refuses: true });

    await expect(save()).rejects.toThrow(ValidationError);

    expect(rows.size).toBe(0);
  });

  it('takes the schedule away again where there is no campaign in the end', async () => {
    const { scheduled, save } = aDesk({ isTableDown: true });

    await expect(save()).rejects.toThrow('the table is down');

    expect(scheduled).toEqual(['rate(1 day)', null]);
  });

  it('creates once: the same again is the same, and another is refused', async () => {
    const { save } = aDesk();
    const first = await save({}, true);

    await expect(save({}, true)).resolves.toEqual(first);
    await expect(save({ definition: aDefinition('rate(2 days)') }, true)).rejects.toMatchObject({ statusCode: 409 });
  });
});

describe('two people who save one campaign at once', () => {
  const spring = { definition: aDefinition('rate(2 days)', 'Spring') };
  const autumn = { definition: aDefinition('rate(3 days)', 'Autumn') };

  it('are told of each other: the second replaces nothing that it has not seen, and no schedule', async () => {
    const { campaigns, scheduled, save } = aDesk();
    await save();

    const ended = await Promise.allSettled([save({ ...spring, ifMatch: '"1"' }), save({ ...autumn, ifMatch: '"1"' })]);

    expect(ended.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const refused = ended.find((one) => one.status === 'rejected');
    expect(refused?.reason).toMatchObject({ statusCode: 412, code: 'overtaken' });
    const standing = await campaigns.get('demo', 'win-back');
    expect(ended.find((one) => one.status === 'fulfilled')?.value).toEqual(standing);
    expect(standing).toMatchObject({ version: 2, revision: 2 });
    expect(scheduled.at(-1)).toBe(standing.definition.schedule?.expression);
  });

  it('are told of it too where one only switched the schedule', async () => {
    const { scheduled, save } = aDesk();
    await save();
    await save({ isActive: false, ifMatch: '"1"' });

    await expect(save({ ...spring, ifMatch: '"1"' })).rejects.toMatchObject({ statusCode: 412 });

    expect(scheduled.at(-1)).toBe('rate(1 day), paused');
  });

  it('both write where they say to replace whatever is there, one after the other', async () => {
    const { campaigns, scheduled, save } = aDesk();
    await save();

    const answers = await Promise.all([save(spring), save(autumn)]);

    expect(answers.map(({ version }) => version).sort()).toEqual([2, 3]);
    const standing = await campaigns.get('demo', 'win-back');
    expect(answers.find(({ version }) => version === 3)).toEqual(standing);
    expect(scheduled.at(-1)).toBe(standing.definition.schedule?.expression);
  });

  it('may say the same, or one of them twice, and change nothing by it', async () => {
    const { save } = aDesk();
    const first = await save({ ...spring, ifMatch: '"0"' });

    await expect(save({ ...spring, ifMatch: '"0"' })).resolves.toEqual(first);
    await expect(save(spring)).resolves.toEqual(first);
    await expect(save({ ...autumn, ifMatch: '"0"' })).rejects.toMatchObject({ statusCode: 412 });
  });

  it('replace whatever is there where they say *, and nothing where there is none', async () => {
    const { save } = aDesk();

    await expect(save({ ...spring, ifMatch: '*' })).rejects.toMatchObject({
      ...{ statusCode: 412, message: 'There is no campaign win-back' },
    });
    await save();

    await expect(save({ ...spring, ifMatch: '*' })).resolves.toMatchObject({ revision: 2 });
  });

  it('have a campaign of before revisions were counted at 0', async () => {
    const { rows, campaigns, save } = aDesk();
    await save();
    for (const [key, { revision: _, ...row }] of rows) rows.set(key, row);

    await expect(campaigns.get('demo', 'win-back')).resolves.toMatchObject({ version: 1, revision: 0 });
    await expect(save({ ...autumn, ifMatch: '"1"' })).rejects.toMatchObject({ statusCode: 412 });
    await expect(save({ ...spring, ifMatch: '"0"' })).resolves.toMatchObject({ version: 2, revision: 1 });
  });
});
