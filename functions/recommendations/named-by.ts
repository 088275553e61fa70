import type { Named } from '../../core/customers/read-customer-state.ts';
import type { Pseudonymizer } from '../../core/platform/pseudonyms.ts';
import type { Whom } from '../../core/recommendations/contract.ts';

/** The names that a request gives somebody, as the platform knows them. */
export function namedBy({ customerId, anonymousId, pseudonym }: Whom, pseudonymizer: Pseudonymizer): Named {
  return {
    customer: customerId === undefined ? pseudonym : pseudonymizer.pseudonymOf('customer', customerId),
    browser: anonymousId === undefined ? undefined : pseudonymizer.pseudonymOf('anonymous', anonymousId),
  };
}
