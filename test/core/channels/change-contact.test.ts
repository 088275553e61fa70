import * as fc from 'fast-check';
import { withConsent, withSuppression } from '../../../core/channels/change-contact.ts';
import { type Consent, emptyContact } from '../../../core/channels/contract.ts';

const answer = fc.record({
  granted: fc.boolean(),
  basis: fc.constant('consent' as const),
  at: fc.integer({ min: 1, max: 5 }).map((day) => `2026-11-0${day}T00:00:00.000Z`),
});

describe('withConsent', () => {
  it('ends in the same answer whatever order answers come in, and however often', () => {
    fc.assert(
      fc.property(fc.array(answer, { maxLength: 8 }), fc.infiniteStream(fc.nat()), (answers, order) => {
        const fold = (list: readonly Consent[]) =>
          list.reduce((contact, one) => withConsent(contact, 'offers', one), emptyContact).consents.offers?.granted;
        const shuffled = [...answers, ...answers]
          .map((one) => ({ one, key: order.next().value }))
          .sort((left, right) => left.key - right.key)
          .map(({ one }) => one);

        expect(fold(shuffled)).toBe(fold(answers));
      }),
    );
  });

  it('takes the refusal where a refusal and a grant have the same time', () => {
    const at = '2026-11-01T00:00:00.000Z';
    const yes: Consent = { granted: true, basis: 'consent', at };
    const no: Consent = { ...yes, granted: false };

    expect(withConsent(withConsent(emptyContact, 'offers', no), 'offers', yes).consents.offers?.granted).toBe(false);
    expect(withConsent(withConsent(emptyContact, 'offers', yes), 'offers', no).consents.offers?.granted).toBe(false);
  });

  it('says nothing of another topic', () => {
    const yes: Consent = { granted: true, basis: 'consent', at: '2026-11-01T00:00:00.000Z' };

    expect(withConsent(emptyContact, 'offers', yes).consents.reminders).toBeUndefined();
  });
});

describe('withSuppression', () => {
  it('keeps the first reason', () => {
    const bounced = withSuppression(emptyContact, { reason: 'bounce', at: '2026-11-01T00:00:00.000Z' });

    expect(withSuppression(bounced, { reason: 'complaint', at: '2026-11-02T00:00:00.000Z' })).toBe(bounced);
  });
});
