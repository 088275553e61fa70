import { emptyContact } from '../../../core/channels/contract.ts';
import type { KnownCustomer } from '../../../core/customers/identity-repository.ts';
import { CLAIM_GRACE_MS, deliverPage } from '../../../functions/campaigns/deliver-page.ts';
import { aContact, aCustomer, aDelivery, aDeliveryOrder, aFirstPage, aRun, NOON } from '../../support/campaigns.ts';

describe('deliverPage, where a message cannot be made', () => {
  const compose =
    (...unlucky: readonly string[]) =>
    async ({ customer }: { customer: KnownCustomer }) => {
      if (unlucky.includes(customer.pseudonym)) throw new RangeError(`no words for ${customer.pseudonym}`);
      return { subject: 's', html: 'h', text: 't', url: 'u', unsubscribeUrl: 'v', slate: [] };
    };
  const names = ['ann', 'bob', 'cat', 'dan', 'eve', 'fay'];
  const aCrowd = () => {
    const world = aDelivery(
      names.map((name) => aCustomer(name)),
      NOON,
    );
    for (const name of names) world.contacts.set(name, aContact());
    return world;
  };

  it('writes to the others, asks again, and in the end gives the one up', async () => {
    const world = aCrowd();
    const ports = { ...world.ports, compose: compose('bob') };

    await expect(deliverPage(aDeliveryOrder(), aFirstPage, ports)).rejects.toThrow('no words for bob');
    const others = [...world.delivered];
    const last = await deliverPage(aDeliveryOrder(), { ...aFirstPage, isLastTry: true }, ports);

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

    await expect(deliverPage(aDeliveryOrder(), { ...aFirstPage, isLastTry: true }, ports)).rejects.toThrow(
      'no words for',
    );

    expect(world.messages.size).toBe(0);
  });

  it('gives nobody up where too few others got through to tell', async () => {
    const world = aDelivery([aCustomer('ann'), aCustomer('bob')], NOON);
    for (const name of ['ann', 'bob']) world.contacts.set(name, aContact());
    const ports = { ...world.ports, compose: compose('bob') };

    await expect(deliverPage(aDeliveryOrder(), { ...aFirstPage, isLastTry: true }, ports)).rejects.toThrow(
      'no words for bob',
    );

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

    const last = await deliverPage(aDeliveryOrder(), { ...aFirstPage, isLastTry: true }, ports);

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

    await deliverPage(aDeliveryOrder(), { ...aFirstPage, isLastTry: true }, { ...world.ports, contacts });

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
      aDeliveryOrder(),
      { ...aFirstPage, isLastTry: true },
      { ...world.ports, messages: { ...world.ports.messages, put: shaky } },
    );

    const dan = world.messages.get(`win-back/${aRun.runId}/dan`);
    expect(dan).toMatchObject({ status: 'skipped', reason: 'no-consent' });
  });
});
