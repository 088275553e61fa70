import type { Language } from '../../core/campaigns/contract.ts';
import { runIdOf } from '../../core/campaigns/run-id.ts';
import type { Identity } from '../../core/customers/identity.ts';
import { emptyState } from '../../core/customers/online-state.ts';
import type { CustomerState } from '../../core/customers/read-customer-state.ts';
import type { Recipient } from './compose-message.ts';

/** Whose links lead where they should and count for nobody. */
const NOBODY = 'preview';

/** Somebody to show a message to: a given customer's history, or nobody's. Nothing that they click is counted. */
export function exampleRecipient(
  campaignId: string,
  language: Language,
  person: CustomerState | undefined,
  now: Date,
  firstName?: string,
): Recipient {
  const stamp: [number, string] = [now.getTime(), 'preview'];
  const identifiers: Identity['identifiers'] =
    firstName === undefined ? {} : { firstName: { stamp, value: firstName } };
  return {
    customer: {
      pseudonym: NOBODY,
      identity: { customerId: NOBODY, identifiers, attributes: {} },
      updatedAt: now.toISOString(),
    },
    person: person ?? {
      subject: NOBODY,
      isKnown: false,
      browsers: [],
      names: [NOBODY],
      metAs: NOBODY,
      isDrawn: false,
      state: emptyState,
    },
    message: { campaignId, runId: runIdOf(now), customer: NOBODY, language },
    now,
  };
}
