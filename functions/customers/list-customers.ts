import type { CustomerPage } from '../../core/customers/contract.ts';
import { customerSummary } from '../../core/customers/customer-view.ts';
import type { IdentityRepository } from '../../core/customers/identity-repository.ts';
import type { PageQuery, ShopId } from '../../core/platform/contract.ts';
import type { Pseudonyms } from '../../core/platform/pseudonyms.ts';

/** A page of customers, or the one whose id or pseudonym was asked for. */
export async function listCustomers(
  shop: ShopId,
  { query, ...page }: PageQuery & { readonly query?: string | undefined },
  identities: Pick<IdentityRepository, 'find' | 'list'>,
  pseudonyms: Pseudonyms,
): Promise<CustomerPage> {
  if (query === undefined) {
    const { data, ...rest } = await identities.list(shop, page);
    return { data: data.map(customerSummary), ...rest };
  }
  const { pseudonymOf } = await pseudonyms.of(shop);
  const found = (await identities.find(shop, pseudonymOf('customer', query))) ?? (await identities.find(shop, query));
  return { data: found ? [customerSummary(found)] : [], has_more: false, next_cursor: null };
}
