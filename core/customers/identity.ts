import * as z from 'zod';
import type { CollectedEvent } from '../events/contract.ts';
import { type Entries, joinEntries, Stamp } from './newest-entries.ts';

const FIELD_LIMIT = 100;

const Field = z.object({ stamp: Stamp, value: z.unknown() });

/** Who a customer is, and what the shop says of them. Each field keeps the value that was said last. */
export const Identity = z.object({
  customerId: z.string(),
  identifiers: z.record(z.string(), Field),
  attributes: z.record(z.string(), Field),
});

export interface Identity {
  readonly customerId: string;
  readonly identifiers: Entries<z.infer<typeof Field>>;
  readonly attributes: Entries<z.infer<typeof Field>>;
}

export function joinIdentities(left: Identity, right: Identity): Identity {
  return {
    customerId: left.customerId,
    identifiers: joinEntries(FIELD_LIMIT, left.identifiers, right.identifiers),
    attributes: joinEntries(FIELD_LIMIT, left.attributes, right.attributes),
  };
}

export const hasFields = ({ identifiers, attributes }: Identity) =>
  Object.keys(identifiers).length + Object.keys(attributes).length > 0;

/** Traits that say nothing of who somebody is; all others count as identifiers. */
const LEARNABLE_TRAITS: ReadonlySet<string> = new Set(['country', 'language', 'createdAt']);

/** What an event says of its customer by name; undefined where it names none. */
export function identityOfEvent({ userId, traits = {}, timestamp, messageId }: CollectedEvent): Identity | undefined {
  if (userId === undefined) return undefined;
  const stamp: Stamp = [Date.parse(timestamp), messageId];
  const said = Object.entries(traits).filter(([, value]) => value !== null && value !== undefined);
  const learnable = said.filter(([key, value]) => LEARNABLE_TRAITS.has(key) && typeof value === 'string');
  const others = said.filter((entry) => !learnable.includes(entry));
  return { customerId: userId, identifiers: fieldsOf(others, stamp), attributes: fieldsOf(learnable, stamp) };
}

export function fieldsOf(values: readonly (readonly [string, unknown])[], stamp: Stamp): Identity['identifiers'] {
  return Object.fromEntries(values.map(([key, value]) => [key, { stamp, value }]));
}
