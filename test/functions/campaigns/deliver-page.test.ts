import { assignCampaignArm } from '../../../core/campaigns/assign-campaign-arm.ts';
import type { CampaignRun, Message } from '../../../core/campaigns/contract.ts';
import { withConsent, withSuppression } from '../../../core/channels/change-contact.ts';
import { type Channel, NotTakenError, RejectedError } from '../../../core/channels/channel.ts';
import { emptyContact } from '../../../core/channels/contract.ts';
import type { KnownCustomer } from '../../../core/customers/identity-repository.ts';
import { CLAIM_GRACE_MS, deliverPage, PAGE_SIZE } from '../../../functions/campaigns/deliver-page.ts';
import { createRandom } from '../../../local/demo/random.ts';
import {
  aCampaign,
  aContact,
  aCustomer,
  aDelivery,
  aRun,
  aShop,
  type DeliveryOptions,
  granted,
  lapsedState,
  NOON,
  someSending,
} from '../../support/campaigns.ts';
import { aLine, RUN } from '../../support/profiles.ts';

const aWorld = ({ customers, ...options }: { readonly customers: readonly KnownCustomer[] } & DeliveryOptions) =>
  aDelivery(customers, NOON, options);

const delivery = (overrides: { run?: Partial<CampaignRun>; holdoutShare?: number } = {}) => ({
  shop: { ...aShop, holdoutShare: 0 },
  sending: someSending,
  campaign: aCampaign({ holdoutShare: overrides.holdoutShare ?? 0 }),
  run: { ...aRun, ...overrides.run },
});
const first = { shard: 0, cursor: null, isLastTry: false };

describe('deliverPage', () => {
  it('writes to a lapsed customer who agreed, once, however often the page comes', async () => {
    const world = aWorld({ customers: [aCustomer('ann')] });
    world.contacts.set('ann', aContact());

    await deliverPage(delivery(), first, world.ports);
    const again = await deliverPage(delivery(), first, world.ports);

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
    const world = aWorld({ customers: [aCustomer('ann')] });
    world.contacts.set('ann', contact);

    await deliverPage(delivery(), first, world.ports);

    expect(world.delivered).toEqual([]);
    expect([...world.messages.values()]).toMatchObject([{ status: 'skipped', reason, arm: null }]);
  });

  it('keeps no row of somebody who is not in the audience', async () => {
    const world = aWorld({ customers: [aCustomer('ann')] });
    world.contacts.set('ann', aContact());
    world.states.set('ann', lapsedState(NOON, 3));

    await deliverPage(delivery(), first, world.ports);

    expect(world.messages.size).toBe(0);
  });

  it('heeds a withdrawal that comes between the decision and the claim', async () => {
    const world = aWorld({ customers: [aCustomer('ann')] });
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

    await deliverPage(delivery(), first, ports);

    expect(world.delivered).toEqual([]);
    expect([...world.messages.values()]).toMatchObject([{ status: 'skipped', reason: 'no-consent' }]);
  });

  it('lets two campaigns that run at once not go over the weekly cap', async () => {
    const world = aWorld({ customers: [aCustomer('ann')] });
    world.contacts.set('ann', aContact());
    const sending = { ...someSending, weeklyCap: 1 };
    const other = { ...delivery(), sending, campaign: { ...delivery().campaign, campaignId: 'other' } };

    await Promise.all([
      deliverPage({ ...delivery(), sending }, first, world.ports),
      deliverPage(other, first, world.ports),
    ]);

    expect(world.delivered).toEqual(['ann']);
    expect([...world.messages.values()].map(({ reason }) => reason).sort()).toEqual(['weekly-cap', undefined].sort());
  });

  it('holds a message through the night of its customer, and then looks whether it still fits', async () => {
    const world = aWorld({
      customers: [aCustomer('ann', { timeZone: 'Asia/Tokyo' }), aCustomer('bob', { timeZone: 'Asia/Tokyo' })],
    });
    world.contacts.set('ann', aContact()).set('bob', aContact());
    world.clock.now = new Date('2026-11-24T14:00:00.000Z');

    const held = await deliverPage(delivery(), first, world.ports);
    world.clock.now = new Date('2026-11-24T23:00:00.000Z');
    world.states.set('bob', lapsedState(world.clock.now, 0));
    const after = await deliverPage(delivery(), first, world.ports);

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
    const world = aWorld({
      customers: [aCustomer('ann')],
      send: async () => {
        tries += 1;
        if (tries === 1) throw new NotTakenError('throttled');
        return { providerId: 'x' };
      },
    });
    world.contacts.set('ann', aContact());

    const { again } = await deliverPage(delivery(), first, world.ports);
    world.clock.now = new Date(again ?? NaN);
    await deliverPage(delivery(), first, world.ports);

    expect(tries).toBe(2);
    expect([...world.messages.values()]).toMatchObject([{ status: 'sent' }]);
    expect(world.contacts.get('ann')?.contacted).toHaveLength(1);
  });

  it('gives up on an address that is rejected', async () => {
    const send = async () => {
      throw new RejectedError('no such address');
    };
    const world = aWorld({ customers: [aCustomer('ann')], send });
    world.contacts.set('ann', aContact());

    const { again } = await deliverPage(delivery(), first, world.ports);

    expect(again).toBeNull();
    expect([...world.messages.values()]).toMatchObject([{ status: 'failed', reason: 'rejected' }]);
  });

  it('leaves a message open when nobody knows, until the events of the provider tell', async () => {
    let tries = 0;
    const send = async () => {
      tries += 1;
      throw new Error('socket hang up');
    };
    const world = aWorld({ customers: [aCustomer('ann')], send });
    world.contacts.set('ann', aContact());

    const { again } = await deliverPage(delivery(), first, world.ports);
    world.clock.now = new Date(NOON.getTime() + CLAIM_GRACE_MS);
    const silent = await deliverPage(delivery(), first, world.ports);
    await deliverPage(delivery({ run: { toldAt: NOON.toISOString() } }), first, world.ports);

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
    const world = aWorld({ customers: [aCustomer('ann')], send });
    world.contacts.set('ann', aContact());
    await deliverPage(delivery(), first, world.ports);
    const held = world.contacts.get('ann') ?? emptyContact;
    const complained = withSuppression(held, { reason: 'complaint', at: NOON.toISOString() });
    world.contacts.set('ann', { ...complained, revision: held.revision + 1 });

    world.clock.now = new Date(NOON.getTime() + CLAIM_GRACE_MS);
    await deliverPage(delivery({ run: { toldAt: NOON.toISOString() } }), first, world.ports);

    expect(tries).toBe(1);
    expect([...world.messages.values()]).toMatchObject([{ status: 'skipped', reason: 'suppressed', arm: 'treated' }]);
  });

  it('writes to a group of the profiles, and to nobody whom it has not met', async () => {
    const world = aWorld({ customers: [aCustomer('ann'), aCustomer('bob'), aCustomer('cat')] });
    for (const name of ['ann', 'bob', 'cat']) world.contacts.set(name, aContact());
    const stored = { runId: RUN, computedAt: NOON.toISOString(), dataSet: 'f1', horizonDays: 90 };
    world.profiles.set('ann', { ...stored, line: aLine('ann', { cluster: 'c1' }) });
    world.profiles.set('bob', { ...stored, line: aLine('bob', { cluster: 'c2' }) });
    const campaign = aCampaign({ holdoutShare: 0, segment: "customer.cluster = 'c1' and customer.rfm != 'lost'" });

    await deliverPage({ ...delivery(), campaign }, first, world.ports);

    expect(world.delivered).toEqual(['ann']);
    expect(world.messages.size).toBe(1);
  });

  describe('where a message cannot be made', () => {
    const compose =
      (...unlucky: readonly string[]) =>
      async ({ customer }: { customer: KnownCustomer }) => {
        if (unlucky.includes(customer.pseudonym)) throw new RangeError(`no words for ${customer.pseudonym}`);
        return { subject: 's', html: 'h', text: 't', url: 'u', unsubscribeUrl: 'v', slate: [] };
      };
    const names = ['ann', 'bob', 'cat', 'dan', 'eve', 'fay'];
    const aCrowd = () => {
      const world = aWorld({ customers: names.map((name) => aCustomer(name)) });
      for (const name of names) world.contacts.set(name, aContact());
      return world;
    };

    it('writes to the others, asks again, and in the end gives the one up', async () => {
      const world = aCrowd();
      const ports = { ...world.ports, compose: compose('bob') };

      await expect(deliverPage(delivery(), first, ports)).rejects.toThrow('no words for bob');
      const others = [...world.delivered];
      const last = await deliverPage(delivery(), { ...first, isLastTry: true }, ports);

      expect(others.sort()).toEqual(['ann', 'cat', 'dan', 'eve', 'fay']);
      expect(last).toEqual({ cursor: null, again: null });
      const bob = [...world.messages.values()].find(({ customer }) => customer === 'bob');
      expect(bob).toMatchObject({ status: 'failed', reason: 'broken', arm: 'treated', isCounted: false });
      expect(bob).not.toHaveProperty('claimedAt');
      expect(world.contacts.get('bob')?.contacted).toEqual([]);
      expect(world.broken).toEqual([new RangeError('no words for bob')]);
      expect(world.logged.filter(({ customer }) => customer === 'bob')).toMatchObject([{ status: 'failed' }]);
      expect(world.delivered).toHaveLength(5);
    });

    it('gives nobody up where it is not one customer who is broken', async () => {
      const world = aCrowd();
      const ports = { ...world.ports, compose: compose(...names) };

      await expect(deliverPage(delivery(), { ...first, isLastTry: true }, ports)).rejects.toThrow('no words for');

      expect(world.messages.size).toBe(0);
    });

    it('gives nobody up where too few others got through to tell', async () => {
      const world = aWorld({ customers: [aCustomer('ann'), aCustomer('bob')] });
      for (const name of ['ann', 'bob']) world.contacts.set(name, aContact());
      const ports = { ...world.ports, compose: compose('bob') };

      await expect(deliverPage(delivery(), { ...first, isLastTry: true }, ports)).rejects.toThrow('no words for bob');

      expect([...world.messages.values()]).toMatchObject([{ customer: 'ann', status: 'sent' }]);
    });

    it('leaves open what was claimed before it failed, and tells of it', async () => {
      const world = aCrowd();
      const { markSent } = world.ports.messages;
      const forgetful: typeof markSent = async (message, at) => {
        if (message.customer === 'ann') throw new Error('the answer is lost');
        return markSent(message, at);
      };
      const ports = { ...world.ports, messages: { ...world.ports.messages, markSent: forgetful } };

      const last = await deliverPage(delivery(), { ...first, isLastTry: true }, ports);

      expect(world.messages.get(`win-back/${aRun.runId}/ann`)).toMatchObject({ status: 'claimed' });
      expect(last.again).toBe(new Date(NOON.getTime() + CLAIM_GRACE_MS).toISOString());
      expect(world.broken).toHaveLength(1);
    });

    it('writes down without an arm whose record does not read', async () => {
      const world = aCrowd();
      const { getMany } = world.ports.contacts;
      const contacts = {
        getMany: async (shop: string, some: readonly string[]) => {
          if (some.includes('eve')) throw new TypeError('not a contact');
          return getMany(shop, some);
        },
      };

      await deliverPage(delivery(), { ...first, isLastTry: true }, { ...world.ports, contacts });

      const eve = world.messages.get(`win-back/${aRun.runId}/eve`);
      expect(eve).toMatchObject({ status: 'failed', reason: 'broken', arm: null });
      expect(world.delivered).toHaveLength(5);
    });

    it('settles as ever who needs no message, though it failed at first', async () => {
      const world = aCrowd();
      world.contacts.set('dan', emptyContact);
      let tries = 0;
      const { put } = world.ports.messages;
      const shaky: typeof put = async (message, held) => {
        tries += 1;
        if (tries === 1) throw new Error('throttled');
        return put(message, held);
      };

      await deliverPage(
        delivery(),
        { ...first, isLastTry: true },
        { ...world.ports, messages: { ...world.ports.messages, put: shaky } },
      );

      const dan = world.messages.get(`win-back/${aRun.runId}/dan`);
      expect(dan).toMatchObject({ status: 'skipped', reason: 'no-consent' });
    });
  });

  it('holds out the same people in every run', async () => {
    const customers = Array.from({ length: 400 }, (_, index) => aCustomer(`c${index}`));
    const world = aWorld({ customers });
    for (const { pseudonym } of customers) world.contacts.set(pseudonym, aContact());
    const drive = async (runId: string) => {
      let cursor: string | null = null;
      do
        cursor = (
          await deliverPage(
            delivery({ run: { runId }, holdoutShare: 0.25 }),
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
      const world = aWorld({ customers, send, disturb });
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
