import type { CustomerView } from '../../core/customers/contract.ts';
import { customerView } from '../../core/customers/customer-view.ts';
import type { IdentityRepository } from '../../core/customers/identity-repository.ts';
import { readCustomerState } from '../../core/customers/read-customer-state.ts';
import type { StateRepository } from '../../core/customers/state-repository.ts';
import type { ShopId } from '../../core/platform/contract.ts';
import { NotFoundError } from '../../core/platform/errors.ts';
import type { Pseudonyms } from '../../core/platform/pseudonyms.ts';
import { refusal } from '../../core/platform/refusal.ts';

export interface GetCustomerPorts {
  readonly identities: Pick<IdentityRepository, 'find'>;
  readonly states: Pick<StateRepository, 'get'>;
  readonly pseudonyms: Pseudonyms;
}

export interface AskedCustomer {
  readonly customerId: string;
  readonly by: 'customer' | 'anonymous' | 'pseudonym';
}

/** Everything known of one person; of a browser that has been linked, its owner. */
export async function getCustomer(
  shop: ShopId,
  { customerId, by }: AskedCustomer,
  { identities, states, pseudonyms }: GetCustomerPorts,
  now: Date,
): Promise<CustomerView> {
  const { pseudonymOf } = await pseudonyms.of(shop);
  const asked = by === 'pseudonym' ? customerId : pseudonymOf(by, customerId);
  const known = by === 'anonymous' ? undefined : await identities.find(shop, asked);
  const subject = await readCustomerState(shop, known ? { customer: asked } : { browser: asked }, states);
  const owner = known ?? (subject.isKnown ? await identities.find(shop, subject.subject) : undefined);
  if (!owner && !Object.keys(subject.state.interactions).length) throw new NotFoundError(refusal('no-customer', {}));
  return customerView(owner, subject, now);
}
