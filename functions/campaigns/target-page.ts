import { askResponse } from '../../core/campaigns/ask-response.ts';
import { type Targeted, targetResponse } from '../../core/campaigns/target-response.ts';
import { emptyContact } from '../../core/channels/contract.ts';
import type { KnownCustomer } from '../../core/customers/identity-repository.ts';
import type { CustomerState } from '../../core/customers/read-customer-state.ts';
import type { Segment } from '../../core/segments/compile-segment.ts';
import type { FactsOf } from '../../core/segments/read-facts.ts';
import type { DeliveryPorts, DeliveryRun } from './deliver-page.ts';

/**
 * Whom of a page a ranked run means. Empty, so that everybody is meant, where the run was not ranked or no model answers;
 * the run then says so.
 */
export async function targetPage(
  { shop, campaign, run }: DeliveryRun,
  segment: Segment,
  factsOf: FactsOf,
  customers: readonly KnownCustomer[],
  people: ReadonlyMap<string, CustomerState>,
  { contacts, score, leaveUnranked, now }: Pick<DeliveryPorts, 'contacts' | 'score' | 'leaveUnranked' | 'now'>,
): Promise<ReadonlyMap<string, Targeted>> {
  const { threshold } = run.targeting ?? {};
  if (threshold === undefined) return new Map();
  const at = now();
  const audience = customers.flatMap((customer) => {
    const person = people.get(customer.pseudonym);
    return person && segment(factsOf(customer, person.state, at), at) ? [{ customer, person }] : [];
  });
  if (!audience.length) return new Map();
  // The moment as of which the threshold was found.
  const asOf = new Date(run.startedAt);
  const names = audience.map(({ customer }) => customer.pseudonym);
  const known = await contacts.getMany(shop.shop, names);
  const scores = await score(
    audience.map(({ customer, person }) =>
      askResponse(
        campaign.definition,
        customer.identity,
        person.state,
        known.get(customer.pseudonym) ?? emptyContact,
        asOf,
      ),
    ),
  );
  if (!scores) {
    await leaveUnranked();
    return new Map();
  }
  const draw = { salt: shop.experimentSalt, campaignId: campaign.campaignId, runId: run.runId };
  return new Map(
    names.map((customer, index) => [customer, targetResponse(scores[index] ?? 0, threshold, { ...draw, customer })]),
  );
}
