import { withConsent, withSuppression } from '../../../core/channels/change-contact.ts';
import { NotTakenError, RejectedError } from '../../../core/channels/channel.ts';
import { emptyContact } from '../../../core/channels/contract.ts';
import { CLAIM_GRACE_MS, deliverPage } from '../../../functions/campaigns/deliver-page.ts';
import {
  aCampaign,
  aContact,
  aCustomer,
  aDelivery,
  aDeliveryOrder,
  aFirstPage,
  granted,
  lapsedState,
  NOON,
  someSending,
} from '../../support/campaigns.ts';
import { aLine, RUN } from '../../support/profiles.ts';

describe('deliverPage', () => {
  it('writes to a lapsed customer who agreed, once, however often the page comes', async () => {
    const world = aDelivery([aCustomer('ann')], NOON);
    world.contacts.set('ann', aContact());

    await deliverPage(aDeliveryOrder(), aFirstPage, world.ports);
    const again = await deliverPage(aDeliveryOrder(), aFirstPage, world.ports);

    expect(world.delivered).toEqual(['ann']);
    expect(again).toEqual({ cursor: null, again: null });
    expect([...world.messages.values()]).toMatchObject([{ status: 'sent', arm: 'treated', slate: ['lamp'] }]);
    expect(world.contacts.get('ann')?.contacted).toHaveLength(1);
  });

  it.each([
    ['no-consent', emptyContact],
    ['no-consent', aContact({ consents: { reminders: granted } })],
    ['suppressed', aContact({ suppression: { reason: 'complaint', at: NOON.toISOString() } })],
  ] as const)('does not write where there is a reason not to: %s', async (reason, contact) => {
    const world = aDelivery([aCustomer('ann')], NOON);
    world.contacts.set('ann', contact);

    await deliverPage(aDeliveryOrder(), aFirstPage, world.ports);

    expect(world.delivered).toEqual([]);
    expect([...world.messages.values()]).toMatchObject([{ status: 'skipped', reason, arm: null }]);
  });

  it('keeps no row of somebody who is not in the audience', async () => {
    const world = aDelivery([aCustomer('ann')], NOON);
    world.contacts.set('ann', aContact());
    world.states.set('ann', lapsedState(NOON, 3));

    await deliverPage(aDeliveryOrder(), aFirstPage, world.ports);

    expect(world.messages.size).toBe(0);
  });

  it('heeds a withdrawal that comes between the decision and the claim', async () => {
    const world = aDelivery([aCustomer('ann')], NOON);
    world.contacts.set('ann', aContact());
    const compose = world.ports.compose;
    const ports = {
      ...world.ports,
      compose: async (...args: Parameters<typeof compose>) => {
        const held = world.contacts.get('ann') ?? emptyContact;
        const no = withConsent(held, 'offers', { granted: false, basis: 'consent', at: NOON.toISOString() });
        world.contacts.set('ann', { ...no, revision: held.revision + 1 });
        return compose(...args);
      },
    };

    await deliverPage(aDeliveryOrder(), aFirstPage, ports);

    expect(world.delivered).toEqual([]);
    expect([...world.messages.values()]).toMatchObject([{ status: 'skipped', reason: 'no-consent' }]);
  });

  it('lets two campaigns that run at once not go over the weekly cap', async () => {
    const world = aDelivery([aCustomer('ann')], NOON);
    world.contacts.set('ann', aContact());
    const sending = { ...someSending, weeklyCap: 1 };
    const other = { ...aDeliveryOrder(), sending, campaign: { ...aDeliveryOrder().campaign, campaignId: 'other' } };

    await Promise.all([
      deliverPage({ ...aDeliveryOrder(), sending }, aFirstPage, world.ports),
      deliverPage(other, aFirstPage, world.ports),
    ]);

    expect(world.delivered).toEqual(['ann']);
    expect([...world.messages.values()].map(({ reason }) => reason).sort()).toEqual(['weekly-cap', undefined].sort());
  });

  it('holds a message through the night of its customer, and then looks whether it still fits', async () => {
    const world = aDelivery(
      ['ann', 'bob'].map((name) => aCustomer(name, { timeZone: 'Asia/Tokyo' })),
      NOON,
    );
    world.contacts.set('ann', aContact()).set('bob', aContact());
    world.clock.now = new Date('2026-11-24T14:00:00.000Z');

    const held = await deliverPage(aDeliveryOrder(), aFirstPage, world.ports);
    world.clock.now = new Date('2026-11-24T23:00:00.000Z');
    world.states.set('bob', lapsedState(world.clock.now, 0));
    const after = await deliverPage(aDeliveryOrder(), aFirstPage, world.ports);

    expect(held.again).toBe('2026-11-24T23:00:00.000Z');
    expect(after.again).toBeNull();
    expect(world.delivered).toEqual(['ann']);
    expect([...world.messages.values()]).toMatchObject([
      { status: 'sent' },
      { status: 'skipped', reason: 'left-audience' },
    ]);
  });

  it('sends again what was certainly not taken, and counts it once', async () => {
    let tries = 0;
    const world = aDelivery([aCustomer('ann')], NOON, {
      send: async () => {
        tries += 1;
        if (tries === 1) throw new NotTakenError('throttled');
        return { providerId: 'x' };
      },
    });
    world.contacts.set('ann', aContact());

    const { again } = await deliverPage(aDeliveryOrder(), aFirstPage, world.ports);
    world.clock.now = new Date(again ?? NaN);
    await deliverPage(aDeliveryOrder(), aFirstPage, world.ports);

    expect(tries).toBe(2);
    expect([...world.messages.values()]).toMatchObject([{ status: 'sent' }]);
    expect(world.contacts.get('ann')?.contacted).toHaveLength(1);
  });

  it('gives up on an address that is rejected', async () => {
    const send = async () => {
      throw new RejectedError('no such address');
    };
    const world = aDelivery([aCustomer('ann')], NOON, { send });
    world.contacts.set('ann', aContact());

    const { again } = await deliverPage(aDeliveryOrder(), aFirstPage, world.ports);

    expect(again).toBeNull();
    expect([...world.messages.values()]).toMatchObject([{ status: 'failed', reason: 'rejected' }]);
  });

  it('leaves a message open when nobody knows, until the events of the provider tell', async () => {
    let tries = 0;
    const send = async () => {
      tries += 1;
      throw new Error('socket hang up');
    };
    const world = aDelivery([aCustomer('ann')], NOON, { send });
    world.contacts.set('ann', aContact());

    const { again } = await deliverPage(aDeliveryOrder(), aFirstPage, world.ports);
    world.clock.now = new Date(NOON.getTime() + CLAIM_GRACE_MS);
    const silent = await deliverPage(aDeliveryOrder(), aFirstPage, world.ports);
    await deliverPage(aDeliveryOrder({ run: { toldAt: NOON.toISOString() } }), aFirstPage, world.ports);

    expect(again).toBe(new Date(NOON.getTime() + CLAIM_GRACE_MS).toISOString());
    expect(silent.again).toBeNull();
    expect(tries).toBe(2);
  });

  it('takes back to nobody who complained while a message was open', async () => {
    let tries = 0;
    const send = async () => {
      tries += 1;
      throw new Error('socket hang up');
    };
    const world = aDelivery([aCustomer('ann')], NOON, { send });
    world.contacts.set('ann', aContact());
    await deliverPage(aDeliveryOrder(), aFirstPage, world.ports);
    const held = world.contacts.get('ann') ?? emptyContact;
    const complained = withSuppression(held, { reason: 'complaint', at: NOON.toISOString() });
    world.contacts.set('ann', { ...complained, revision: held.revision + 1 });

    world.clock.now = new Date(NOON.getTime() + CLAIM_GRACE_MS);
    await deliverPage(aDeliveryOrder({ run: { toldAt: NOON.toISOString() } }), aFirstPage, world.ports);

    expect(tries).toBe(1);
    expect([...world.messages.values()]).toMatchObject([{ status: 'skipped', reason: 'suppressed', arm: 'treated' }]);
  });

  it('writes to a group of the profiles, and to nobody whom it has not met', async () => {
    const world = aDelivery([aCustomer('ann'), aCustomer('bob'), aCustomer('cat')], NOON);
    for (const name of ['ann', 'bob', 'cat']) world.contacts.set(name, aContact());
    const stored = { runId: RUN, computedAt: NOON.toISOString(), dataSet: 'f1', horizonDays: 90 };
    world.profiles.set('ann', { ...stored, line: aLine('ann', { cluster: 'c1' }) });
    world.profiles.set('bob', { ...stored, line: aLine('bob', { cluster: 'c2' }) });
    const campaign = aCampaign({ holdoutShare: 0, segment: "customer.cluster = 'c1' and customer.rfm != 'lost'" });

    await deliverPage({ ...aDeliveryOrder(), campaign }, aFirstPage, world.ports);

    expect(world.delivered).toEqual(['ann']);
    expect(world.messages.size).toBe(1);
  });

  it('holds out the same people in every run', async () => {
    const customers = Array.from({ length: 400 }, (_, index) => aCustomer(`c${index}`));
    const world = aDelivery(customers, NOON);
    for (const { pseudonym } of customers) world.contacts.set(pseudonym, aContact());
    const drive = async (runId: string) => {
      let cursor: string | null = null;
      do
        cursor = (
          await deliverPage(
            aDeliveryOrder({ run: { runId }, holdoutShare: 0.25 }),
            { shard: 0, cursor, isLastTry: false },
            world.ports,
          )
        ).cursor;
      while (cursor);
      return [...world.messages.values()]
        .filter((one) => one.runId === runId && one.arm === 'holdout')
        .map(({ customer }) => customer);
    };

    const one = await drive('20261124t110000z');
    const two = await drive('20261125t110000z');

    expect(one).toEqual(two);
    expect(one.length).toBeGreaterThan(70);
    expect(one.length).toBeLessThan(130);
  });
});
