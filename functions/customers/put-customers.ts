import {
  type CustomerRow,
  PutCustomer,
  type PutCustomersRequest,
  type PutCustomersResponse,
} from '../../core/customers/contract.ts';
import { fieldsOf, type Identity, joinIdentities } from '../../core/customers/identity.ts';
import type { IdentityRepository } from '../../core/customers/identity-repository.ts';
import type { Stamp } from '../../core/customers/newest-entries.ts';
import type { EventQueue } from '../../core/events/event-queue.ts';
import type { ShopId } from '../../core/platform/contract.ts';
import { parseRows } from '../../core/platform/parse-rows.ts';
import type { Pseudonyms } from '../../core/platform/pseudonyms.ts';

export interface PutCustomersPorts {
  readonly identities: Pick<IdentityRepository, 'join'>;
  readonly pseudonyms: Pseudonyms;
  readonly queue: Pick<EventQueue, 'sendRows'>;
}

/** Writes who customers are into the one table that may know it, and what may be learned from into the lake. */
export async function putCustomers(
  shop: ShopId,
  { customers }: PutCustomersRequest,
  { identities, pseudonyms, queue }: PutCustomersPorts,
  now: Date,
): Promise<PutCustomersResponse> {
  const { rows, rejected } = parseRows(PutCustomer, customers, '#/customers');
  const { pseudonymOf } = await pseudonyms.of(shop);
  const known = new Map<string, Identity>();
  for (const [index, row] of rows.entries()) {
    const pseudonym = pseudonymOf('customer', row.customerId);
    const news = identityOf(row, [now.getTime(), `row-${String(index).padStart(3, '0')}`]);
    const before = known.get(pseudonym);
    known.set(pseudonym, before ? joinIdentities(before, news) : news);
  }
  const learnable = [...known].flatMap(([customer, identity]) => customerRow(shop, customer, identity, now));
  if (learnable.length) await queue.sendRows('customers', shop, now, learnable);
  await identities.join(shop, known, now);
  return { accepted: rows.length, rejected: [...rejected] };
}

function identityOf({ customerId, identifiers = {}, attributes = {} }: PutCustomer, stamp: Stamp): Identity {
  return {
    customerId,
    identifiers: fieldsOf(Object.entries(identifiers), stamp),
    attributes: fieldsOf(Object.entries(attributes), stamp),
  };
}

function customerRow(shop: ShopId, customer: string, { attributes }: Identity, now: Date): CustomerRow[] {
  const said = Object.entries(attributes).map(([name, { value }]) => [name, String(value)] as const);
  return said.length ? [{ shop, customer, attributes: Object.fromEntries(said), updatedAt: now.toISOString() }] : [];
}
