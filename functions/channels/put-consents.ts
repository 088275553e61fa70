import { withConsent } from '../../core/channels/change-contact.ts';
import type { ContactRepository } from '../../core/channels/contact-repository.ts';
import { ConsentAnswer, type PutConsentsRequest } from '../../core/channels/contract.ts';
import { CLOCK_TOLERANCE_MS } from '../../core/events/collect-event.ts';
import type { ShopId } from '../../core/platform/contract.ts';
import { inParallel } from '../../core/platform/in-parallel.ts';
import { type BatchReceipt, parseRows } from '../../core/platform/parse-rows.ts';
import type { Pseudonyms } from '../../core/platform/pseudonyms.ts';

const AT_ONCE = 16;

export interface PutConsentsPorts {
  readonly contacts: Pick<ContactRepository, 'change'>;
  readonly pseudonyms: Pseudonyms;
}

/** Records what customers answered. Any order of the same answers, with repeats, ends in the same consent. */
export async function putConsents(
  shop: ShopId,
  { consents }: PutConsentsRequest,
  { contacts, pseudonyms }: PutConsentsPorts,
  now: Date,
): Promise<BatchReceipt> {
  const Said = ConsentAnswer.refine(({ at }) => Date.parse(at) <= now.getTime() + CLOCK_TOLERANCE_MS, {
    path: ['at'],
    message: 'Nobody can have answered in the future; is this a local time with a Z behind it?',
  });
  const { rows, rejected } = parseRows(Said, consents, '#/consents');
  const { pseudonymOf } = await pseudonyms.of(shop);
  const byCustomer = Map.groupBy(rows, ({ customerId }) => pseudonymOf('customer', customerId));
  await inParallel([...byCustomer], AT_ONCE, async ([customer, answers]) => {
    await contacts.change(shop, customer, (contact) =>
      answers.reduce(
        (held, { topic, granted, basis, at }) => withConsent(held, topic, { granted, basis, at }),
        contact,
      ),
    );
  });
  return { accepted: rows.length, rejected: [...rejected] };
}
