import { assignCampaignArm } from '../../../core/campaigns/assign-campaign-arm.ts';
import type { CampaignRun, Message } from '../../../core/campaigns/contract.ts';
import { type Channel, NotTakenError } from '../../../core/channels/channel.ts';
import { CLAIM_GRACE_MS, deliverPage, PAGE_SIZE } from '../../../functions/campaigns/deliver-page.ts';
import { createRandom } from '../../../local/demo/random.ts';
import { aCampaign, aContact, aCustomer, aDelivery, aRun, aShop, NOON, someSending } from '../../support/campaigns.ts';

describe('a run of 5,000 with one fault in ten, and two redrives', () => {
  it.each([1])(
    'writes once to everybody it should and to nobody else (world %i)',
    async (seed) => {
      const random = createRandom(seed);
      const customers = Array.from({ length: 5_000 }, (_, index) =>
        aCustomer(`c${index}`, random.uniform() < 0.2 ? { timeZone: 'Asia/Tokyo' } : {}),
      );
      /** A fault before the work was done, or after it, so that only the answer is lost. */
      const disturb = async <Answer>(work: () => Promise<Answer>): Promise<Answer> => {
        const fault = random.uniform();
        if (fault < 0.05) throw new Error('before');
        const answer = await work();
        if (fault > 0.95) throw new Error('after');
        return answer;
      };
      const inboxes = new Map<string, number>();
      const told: string[] = [];
      const send: Channel['send'] = async ({ customer }) => {
        const fault = random.uniform();
        if (fault < 0.03) throw new NotTakenError('throttled');
        if (fault < 0.06) throw new Error('never reached');
        inboxes.set(customer, (inboxes.get(customer) ?? 0) + 1);
        told.push(customer);
        if (fault > 0.96) throw new Error('answer lost');
        return { providerId: customer };
      };
      const world = aDelivery(customers, NOON, { send, disturb });
      const shop = { ...aShop, holdoutShare: 0.05 };
      const campaign = aCampaign({ holdoutShare: 0.1 });
      const wanted = new Set<string>();
      for (const { pseudonym } of customers) {
        const kind = random.uniform();
        const suppression = { reason: 'bounce' as const, at: NOON.toISOString() };
        if (kind < 0.15) continue;
        if (kind < 0.25) world.contacts.set(pseudonym, aContact({ suppression }));
        else {
          world.contacts.set(pseudonym, aContact());
          if (assignCampaignArm([pseudonym], shop, 'win-back', campaign.definition).arm === 'treated')
            wanted.add(pseudonym);
        }
      }
      world.clock.now = new Date('2026-11-24T14:00:00.000Z');
      let state: CampaignRun = aRun;

      const drive = async () => {
        for (let round = 0; round < 60; round++) {
          const due: string[] = [];
          let cursor: string | null = null;
          do {
            const page = await patiently(() =>
              deliverPage(
                { shop, sending: someSending, campaign, run: state },
                { shard: 0, cursor, isLastTry: false },
                world.ports,
              ),
            );
            if (page.again) due.push(page.again);
            cursor = page.cursor;
          } while (cursor);
          // The provider's events come in while the run rests.
          for (const customer of told.splice(0)) {
            markSent(world.messages, state.runId, customer);
            state = { ...state, toldAt: world.clock.now.toISOString() };
          }
          const [next] = due.sort();
          if (!next) return;
          world.clock.now = new Date(Math.max(world.clock.now.getTime() + CLAIM_GRACE_MS, Date.parse(next)));
        }
        throw new Error('the run never ends');
      };
      await drive();
      await drive();
      await drive();

      const twice = [...inboxes.values()].filter((count) => count > 1).length;
      const missed = [...wanted].filter((customer) => !inboxes.has(customer)).length;
      const unwanted = [...inboxes.keys()].filter((customer) => !wanted.has(customer)).length;
      expect({ twice, missed, unwanted }).toEqual({ twice: 0, missed: 0, unwanted: 0 });
      expect(wanted.size).toBeGreaterThan(3_000);
      expect(customers.length / PAGE_SIZE).toBe(100);
    },
    120_000,
  );
});

/** What `record-delivery` does when the provider tells that it took a message. */
function markSent(messages: Map<string, Message>, runId: string, customer: string): void {
  const key = `win-back/${runId}/${customer}`;
  const held = messages.get(key);
  if (held?.status === 'claimed') messages.set(key, { ...held, status: 'sent', revision: held.revision + 1 });
}

/** As a state machine retries a step. */
async function patiently<Answer>(work: () => Promise<Answer>): Promise<Answer> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (attempt === 400) throw error;
    }
  }
}
