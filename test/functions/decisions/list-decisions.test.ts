import { listDecisions } from '../../../functions/decisions/list-decisions.ts';
import { aPseudonymizer } from '../../support/events.ts';

const pseudonyms = { of: async () => aPseudonymizer };
const askedOf = async (by: 'customer' | 'anonymous' | 'pseudonym') => {
  const asked: string[] = [];
  const listOf = async (shop: string, customer: string, { limit }: { readonly limit: number }) => {
    asked.push(`${shop} ${customer} ${limit}`);
    return { data: [], has_more: false, next_cursor: null };
  };
  await listDecisions('demo', { customerId: 'ann', by, limit: 5, cursor: undefined }, { listOf }, pseudonyms);
  return asked;
};

describe('listDecisions', () => {
  it('looks under the pseudonym that the id stands for, and under a pseudonym as it is', async () => {
    expect(await askedOf('customer')).toEqual([`demo ${aPseudonymizer.pseudonymOf('customer', 'ann')} 5`]);
    expect(await askedOf('anonymous')).toEqual([`demo ${aPseudonymizer.pseudonymOf('anonymous', 'ann')} 5`]);
    expect(await askedOf('pseudonym')).toEqual(['demo ann 5']);
  });
});
