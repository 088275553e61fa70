import type { Campaign } from '../../../core/campaigns/contract.ts';
import { ConflictError, ValidationError } from '../../../core/platform/errors.ts';
import { saveCampaign } from '../../../functions/campaigns/save-campaign.ts';
import { aCampaign } from '../../support/campaigns.ts';

const now = new Date('2026-11-24T10:00:00.000Z');
const schedule = { expression: 'rate(1 day)', timeZone: 'Europe/Berlin' };
const { definition } = aCampaign({ schedule });

/** A shelf with what stands on it, and the schedules that were put. */
function aDesk({ standing, put = async () => {}, refuses = false }: DeskOptions = {}) {
  const scheduled: (string | null)[] = [];
  const written: Campaign[] = [];
  let shelf = standing;
  const ports = {
    campaigns: {
      find: async () => shelf,
      put: async (_shop: string, campaign: Campaign) => {
        await put();
        shelf = campaign;
        written.push(campaign);
      },
      setActive: async () => {},
    },
    schedules: {
      put: async (_shop: string, _campaign: string, wanted: typeof schedule | null) => {
        if (refuses) throw new ValidationError('The schedule does not read');
        scheduled.push(wanted?.expression ?? null);
      },
    },
  };
  return { ports, scheduled, written };
}
interface DeskOptions {
  readonly standing?: Campaign;
  readonly put?: () => Promise<void>;
  readonly refuses?: boolean;
}

const save = ({ ports }: ReturnType<typeof aDesk>, isNew = true) =>
  saveCampaign('demo', 'win-back', { definition, isActive: true }, ports, { now, isNew });

describe('saveCampaign', () => {
  it('writes nothing where the schedule is refused', async () => {
    const desk = aDesk({ refuses: true });

    await expect(save(desk)).rejects.toThrow(ValidationError);

    expect(desk.written).toEqual([]);
  });

  it('leaves the schedule to whoever was faster', async () => {
    const theirs = aCampaign({ schedule: { ...schedule, expression: 'rate(2 days)' } });
    const desk = aDesk({
      standing: theirs,
      put: async () => {
        throw new ConflictError('Somebody else changed this campaign');
      },
    });

    await expect(save(desk, false)).rejects.toThrow(ConflictError);

    expect(desk.scheduled).toEqual(['rate(1 day)', 'rate(2 days)']);
  });

  it('takes the schedule away again where there is no campaign in the end', async () => {
    const desk = aDesk({
      put: async () => {
        throw new Error('the table is down');
      },
    });

    await expect(save(desk)).rejects.toThrow('the table is down');

    expect(desk.scheduled).toEqual(['rate(1 day)', null]);
  });
});
