import type { Message } from '../../../core/campaigns/contract.ts';
import { emptyContact } from '../../../core/channels/contract.ts';
import { deliverPage } from '../../../functions/campaigns/deliver-page.ts';
import {
  DeliveryEvent,
  type RecordDeliveryPorts,
  recordDelivery,
} from '../../../functions/outcomes/record-delivery.ts';
import { aCampaign, aContact, aCustomer, aDelivery, aRun, aShop, NOON, someSending } from '../../support/campaigns.ts';

const campaign = aCampaign({ holdoutShare: 0 });
const inRun = (runId: string, campaignId = 'win-back') => ({
  shop: { ...aShop, holdoutShare: 0 },
  sending: someSending,
  campaign: { ...campaign, campaignId },
  run: { ...aRun, runId },
});

/** As EventBridge hands on what SES says; SES gives every tag as a list. */
const said = (eventType: string, rest: object = {}) =>
  DeliveryEvent.parse({
    source: 'aws.ses',
    detail: {
      eventType,
      ...rest,
      mail: {
        timestamp: '2026-11-24T11:00:01.000Z',
        messageId: 'ses-1',
        tags: {
          'ses:configuration-set': ['x'],
          shop: ['demo'],
          campaign: ['win-back'],
          run: [aRun.runId],
          customer: ['ann'],
        },
      },
    },
  });

function aWorld() {
  const world = aDelivery([aCustomer('ann')], NOON);
  world.contacts.set('ann', aContact());
  const reactions: string[] = [];
  const ports: RecordDeliveryPorts = {
    campaigns: {
      findRun: async (_shop, _campaign, runId) => (runId === aRun.runId ? aRun : undefined),
      updateRun: async () => {},
    },
    messages: {
      markSent: world.ports.messages.markSent,
      react: async (_message, reaction) => {
        reactions.push(reaction);
        return true;
      },
    },
    contacts: {
      change: async (_shop, customer, change) => {
        const held = world.contacts.get(customer) ?? emptyContact;
        world.contacts.set(customer, { ...change(held), revision: held.revision + 1 });
        return true;
      },
    },
  };
  const send = (runId: string, campaignId?: string) =>
    deliverPage(inRun(runId, campaignId), { shard: 0, cursor: null, isLastTry: false }, world.ports);
  const last = (): Message | undefined => [...world.messages.values()].at(-1);
  return { ...world, reactions, send, last, hear: (event: DeliveryEvent) => recordDelivery(event, ports, NOON) };
}

describe('what the mail service tells', () => {
  it.each([
    ['a hard bounce', said('Bounce', { bounce: { bounceType: 'Permanent' } }), 'bounce'],
    ['a complaint', said('Complaint', { complaint: { complainedRecipients: [] } }), 'complaint'],
  ])('ends all mail after %s, before the next send of whatever campaign', async (_, event, reason) => {
    const world = aWorld();
    await world.send(aRun.runId);

    await world.hear(event);
    await world.send('20261125t110000z', 'another');

    expect(world.delivered).toEqual(['ann']);
    expect(world.contacts.get('ann')?.suppression).toEqual({ reason, at: NOON.toISOString() });
    expect(world.last()).toMatchObject({ status: 'skipped', reason: 'suppressed', campaignId: 'another' });
  });

  it('keeps the first reason when an event comes twice or another follows', async () => {
    const world = aWorld();
    const bounced = said('Bounce', { bounce: { bounceType: 'Permanent' } });

    for (const event of [bounced, bounced, said('Complaint')]) await world.hear(event);

    expect(world.contacts.get('ann')?.suppression?.reason).toBe('bounce');
  });

  it('goes on writing to a mailbox that was only full', async () => {
    const world = aWorld();
    await world.send(aRun.runId);

    await world.hear(said('Bounce', { bounce: { bounceType: 'Transient' } }));
    await world.send('20261125t110000z', 'another');

    expect(world.delivered).toEqual(['ann', 'ann']);
  });

  it('settles a message whose sender died before it could say so', async () => {
    const world = aWorld();
    await world.send(aRun.runId);
    const [key = '', message] = [...world.messages][0] ?? [];
    if (message) world.messages.set(key, { ...message, status: 'claimed' });

    await world.hear(said('Delivery'));

    expect(world.last()?.status).toBe('sent');
    expect(world.reactions).toEqual(['deliveredAt']);
  });

  it('lets nobody be suppressed by an event of a run that never was', async () => {
    const world = aWorld();
    const event = said('Complaint');
    const strange = {
      detail: {
        ...event.detail,
        mail: { ...event.detail.mail, tags: { ...event.detail.mail.tags, run: '20200101t000000z' } },
      },
    };

    await world.hear(strange);

    expect(world.contacts.get('ann')?.suppression).toBeUndefined();
  });
});
