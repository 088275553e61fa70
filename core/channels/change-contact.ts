import type { Consent, Contact, Suppression, Topic } from './contract.ts';

/** The later answer holds; at the same moment a refusal does, so that no order of delivery writes to who said no. */
export function withConsent(contact: Contact, topic: Topic, answer: Consent): Contact {
  const held = contact.consents[topic];
  if (held) {
    const [heldMs, newMs] = [Date.parse(held.at), Date.parse(answer.at)];
    if (newMs < heldMs || (newMs === heldMs && (answer.granted || !held.granted))) return contact;
  }
  return { ...contact, consents: { ...contact.consents, [topic]: answer } };
}

/** The first suppression stays: it says when and why the address stopped. */
export function withSuppression(contact: Contact, suppression: Suppression): Contact {
  return contact.suppression ? contact : { ...contact, suppression };
}
