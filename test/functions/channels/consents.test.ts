import { type Contact, emptyContact } from '../../../core/channels/contract.ts';
import { changePreference } from '../../../functions/channels/preferences.ts';
import { putConsents } from '../../../functions/channels/put-consents.ts';
import { aPseudonymizer } from '../../support/events.ts';

const NOW = new Date('2026-11-24T10:00:00.000Z');

/** One customer's contact, changed as the table changes it. */
function aContactBook() {
  let contact: Contact = emptyContact;
  const contacts = {
    getMany: async () => new Map([['ann', contact]]),
    change: async (_shop: string, _customer: string, change: (held: Contact) => Contact) => {
      contact = change(contact);
      return true;
    },
  };
  const claim = { shop: 'demo', campaignId: 'win-back', runId: '20261101t000000z', customer: 'ann' };
  const links = { read: async () => ({ ...claim, topic: 'offers' as const }) };
  const say = (at: string, granted: boolean) =>
    putConsents(
      'demo',
      { consents: [{ customerId: 'ann', topic: 'offers', granted, at }] },
      { contacts, pseudonyms: { of: async () => aPseudonymizer } },
      NOW,
    );
  const unsubscribe = () => changePreference({ token: 't', topic: 'offers', granted: false }, { contacts, links }, NOW);
  return { say, unsubscribe, isGranted: () => contact.consents.offers?.granted };
}

describe('what a customer says on the preference page', () => {
  it('holds, though the shop told of a later yes: its clock may be ahead of ours', async () => {
    const { say, unsubscribe, isGranted } = aContactBook();
    await say('2026-11-24T10:04:00.000Z', true);

    await unsubscribe();

    expect(isGranted()).toBe(false);
  });

  it('is not overruled by an older answer that comes later', async () => {
    const { say, unsubscribe, isGranted } = aContactBook();
    await unsubscribe();

    await say('2026-11-24T09:00:00.000Z', true);

    expect(isGranted()).toBe(false);
  });
});

it('refuses a consent of the future, and names the field', async () => {
  const { say, isGranted } = aContactBook();

  await expect(say('2026-11-24T18:00:00.000Z', true)).rejects.toMatchObject({
    errors: [{ pointer: '#/consents/0/at', detail: expect.stringContaining('in the future') }],
  });
  expect(isGranted()).toBeUndefined();
});
