import type { DecisionPage } from '../../core/decisions/contract.ts';
import type { DecisionRepository } from '../../core/decisions/decision-repository.ts';
import type { PageQuery, ShopId } from '../../core/platform/contract.ts';
import type { Pseudonyms } from '../../core/platform/pseudonyms.ts';

export interface ListDecisionsRequest extends PageQuery {
  readonly customerId: string;
  readonly by: 'customer' | 'anonymous' | 'pseudonym';
}

/** What was chosen for one person. What a browser was shown before its owner was known is listed by the browser. */
export async function listDecisions(
  shop: ShopId,
  { customerId, by, ...page }: ListDecisionsRequest,
  decisions: Pick<DecisionRepository, 'listOf'>,
  pseudonyms: Pseudonyms,
): Promise<DecisionPage> {
  const { pseudonymOf } = await pseudonyms.of(shop);
  return decisions.listOf(shop, by === 'pseudonym' ? customerId : pseudonymOf(by, customerId), page);
}
