import { emptyState, joinAll, type OnlineState } from '../../../core/customers/online-state.ts';
import { readCustomerState } from '../../../core/customers/read-customer-state.ts';
import { statesOfRows } from '../../../core/customers/states-of-rows.ts';
import type { LakeEvent } from '../../../core/events/contract.ts';
import { assignArm } from '../../../core/experiments/assign-arm.ts';
import { statesOf } from '../../../functions/events/project-events.ts';
import { aLakeEvent } from '../../support/events.ts';

function statesAfter(...events: LakeEvent[]) {
  const all = statesOf(events);
  return {
    get: async (_shop: string, pseudonyms: readonly string[]) =>
      new Map<string, OnlineState>(
        pseudonyms.flatMap((one) => (all.has(one) ? [[one, all.get(one) ?? emptyState]] : [])),
      ),
  };
}

const views = (customer: string, isKnown: boolean, itemId: string) =>
  aLakeEvent({ customer, isKnown, items: [{ itemId, quantity: 1, price: 1 }] });
const signsIn = (customer: string, linked: string, second: number) =>
  aLakeEvent({
    type: 'identify',
    event: '',
    customer,
    linked,
    items: [],
    timestamp: `2026-11-01T10:00:0${second}.000Z`,
  });
const itemsOf = (state: OnlineState) => Object.values(joinAll([state]).interactions).map(({ itemId }) => itemId);

describe('readCustomerState', () => {
  it('knows after a sign-in what the browser did before', async () => {
    const states = statesAfter(views('browser', false, 'lamp'), signsIn('ann', 'browser', 1));

    const person = await readCustomerState('demo', { customer: 'ann' }, states);

    expect(person).toMatchObject({ subject: 'ann', isKnown: true, browsers: ['browser'] });
    expect(itemsOf(person.state)).toEqual(['lamp']);
  });

  it('knows the owner of a browser that comes back without a name', async () => {
    const states = statesAfter(signsIn('ann', 'browser', 1));

    await expect(readCustomerState('demo', { browser: 'browser' }, states)).resolves.toMatchObject({ subject: 'ann' });
  });

  it('takes nothing from a browser that is somebody else’s by now', async () => {
    const states = statesAfter(
      views('browser', false, 'lamp'),
      signsIn('ann', 'browser', 1),
      signsIn('bob', 'browser', 2),
    );

    const ann = await readCustomerState('demo', { customer: 'ann', browser: 'browser' }, states);

    expect(ann.browsers).toEqual([]);
    expect(itemsOf(ann.state)).toEqual([]);
  });

  it('says nothing of a stranger', async () => {
    await expect(readCustomerState('demo', { browser: 'new' }, statesAfter())).resolves.toEqual({
      subject: 'new',
      isKnown: false,
      browsers: [],
      names: ['new'],
      metAs: 'new',
      isDrawn: false,
      state: emptyState,
    });
  });
});

describe('the name that somebody was first met by', () => {
  const metAs = async (named: { customer?: string; browser?: string }, ...events: LakeEvent[]) =>
    (await readCustomerState('demo', named, statesAfter(...events))).metAs;
  const seen = views('browser', false, 'lamp');

  it('is the browser, before the sign-in, while its event is on the way, and after', async () => {
    const both = { customer: 'ann', browser: 'browser' };

    await expect(metAs({ browser: 'browser' }, seen)).resolves.toBe('browser');
    await expect(metAs(both, seen)).resolves.toBe('browser');
    await expect(metAs(both, seen, signsIn('ann', 'browser', 1))).resolves.toBe('browser');
    await expect(metAs({ customer: 'ann' }, seen, signsIn('ann', 'browser', 1))).resolves.toBe('browser');
  });

  it('stays when another browser is signed in on, whichever is used more', async () => {
    const events = [signsIn('ann', 'browser', 1), signsIn('ann', 'phone', 2), signsIn('ann', 'phone', 3)];

    await expect(metAs({ customer: 'ann', browser: 'phone' }, ...events)).resolves.toBe('browser');
    await expect(metAs({ browser: 'phone' }, ...events.reverse())).resolves.toBe('browser');
  });

  it('is the browser also of an account that only attributes are known of', async () => {
    const both = { customer: 'ann', browser: 'browser' };
    const row = { shop: 'demo', customer: 'ann', attributes: { country: 'DE' }, updatedAt: '2026-10-01T10:00:00.000Z' };
    const imported = { get: async () => statesOfRows([row]) };

    expect((await readCustomerState('demo', both, imported)).metAs).toBe('browser');
    await expect(metAs(both, signsIn('ann', 'browser', 1))).resolves.toBe('browser');
  });

  it('is the account where that was known before any browser of its', async () => {
    const ordered = aLakeEvent({ customer: 'ann', isKnown: true, timestamp: '2026-10-01T10:00:00.000Z' });

    await expect(metAs({ customer: 'ann' }, signsIn('ann', 'browser', 1), ordered)).resolves.toBe('ann');
  });
});

describe('the arm of a person', () => {
  const assignment = { salt: 'salt', holdoutShare: 0.1 };
  const nameIn = (arm: string, prefix: string) => {
    const names = Array.from({ length: 1_000 }, (_, index) => `${prefix}-${index}`);
    return names.find((name) => assignArm([name], assignment) === arm) ?? '';
  };
  const heldOut = nameIn('holdout', 'browser');
  const ann = nameIn('treated', 'ann');
  const bob = nameIn('treated', 'bob');
  const armOf = async (named: { customer?: string; browser?: string }, ...events: LakeEvent[]) =>
    assignArm((await readCustomerState('demo', named, statesAfter(...events))).names, assignment);

  it('stays holdout when a held-out browser signs in as a customer who would be treated', async () => {
    await expect(armOf({ customer: ann }, signsIn(ann, heldOut, 1))).resolves.toBe('holdout');
  });

  it('is holdout from the very request that names the browser, before any event has arrived', async () => {
    await expect(armOf({ customer: ann, browser: heldOut })).resolves.toBe('holdout');
  });

  it('stays holdout when somebody else signs in on the same browser later', async () => {
    const events = [signsIn(ann, heldOut, 1), signsIn(bob, heldOut, 2)];

    await expect(armOf({ customer: ann }, ...events)).resolves.toBe('holdout');
    await expect(armOf({ customer: bob }, ...events)).resolves.toBe('holdout');
  });
});
