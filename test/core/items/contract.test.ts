import { PutCustomer } from '../../../core/customers/contract.ts';
import { PutItem } from '../../../core/items/contract.ts';

const attributes = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`a${index}`, 'x']));

it('takes a hundred attributes of an item or a customer, and names the field that has more', () => {
  expect(PutItem.safeParse({ itemId: 'a', title: 'A', price: 1, attributes: attributes(100) }).success).toBe(true);
  for (const parsed of [
    PutItem.safeParse({ itemId: 'a', title: 'A', price: 1, attributes: attributes(101) }),
    PutCustomer.safeParse({ customerId: 'ann', attributes: attributes(101) }),
  ])
    expect(parsed.error?.issues[0]).toMatchObject({ path: ['attributes'], message: 'at most 100 attributes' });
});
