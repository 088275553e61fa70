import { basketOf } from './basket.ts';
import type { CustomerSummary, CustomerView } from './contract.ts';
import type { KnownCustomer } from './identity-repository.ts';
import { historyOf, purchasedItemsOf } from './online-state.ts';
import type { CustomerState } from './read-customer-state.ts';

/** One customer as a server or the console sees them. */
export function customerView(known: KnownCustomer | undefined, subject: CustomerState, now: Date): CustomerView {
  const { state, browsers } = subject;
  return {
    ...(known ? { customerId: known.identity.customerId } : {}),
    pseudonym: subject.subject,
    identifiers: valuesOf(known?.identity.identifiers ?? {}),
    attributes: Object.fromEntries(
      Object.entries(known?.identity.attributes ?? {}).map(([name, { value }]) => [name, String(value)]),
    ),
    browsers: [...browsers],
    history: historyOf(state).map(({ stamp, ...interaction }) => ({
      ...interaction,
      at: new Date(stamp[0]).toISOString(),
    })),
    basket: basketOf(state, now),
    purchased: purchasedItemsOf(state),
  };
}

export function customerSummary({ pseudonym, identity, updatedAt }: KnownCustomer): CustomerSummary {
  const { name, firstName, lastName } = valuesOf(identity.identifiers);
  const spoken = [name ?? [firstName, lastName].filter(Boolean).join(' ')].map(String).find(Boolean);
  return { customerId: identity.customerId, pseudonym, updatedAt, ...(spoken ? { name: spoken } : {}) };
}

const valuesOf = (fields: Readonly<Record<string, { readonly value?: unknown }>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).map(([name, { value }]) => [name, value]));
