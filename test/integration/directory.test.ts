import { CustomerPage, CustomerView } from '../../core/customers/contract.ts';
import { ItemCount, ItemFields, ItemPage } from '../../core/items/contract.ts';
import { demo, newId } from './support/platform.ts';

describe('items', () => {
  it('are put, read back as they were put, and changed', async () => {
    const itemId = newId('item');
    const item = { itemId, title: 'Linen shirt', category: ['fashion', 'shirts'], price: 4_990, stock: 3 };

    const put = await demo.post('/items', { items: [item] });
    const first = await demo.read(`/items?ids=${itemId}`, ItemPage);
    await demo.post('/items', { items: [{ ...item, price: 3_990 }] });
    const changed = await demo.read(`/items?ids=${itemId}`, ItemPage);

    expect(put.body).toEqual({ accepted: 1, rejected: [] });
    expect(first.data).toMatchObject([item]);
    expect(changed.data).toMatchObject([{ ...item, price: 3_990 }]);
  });

  it('are kept where others of the same request are bad, which are named', async () => {
    const itemId = newId('item');

    const { status, body } = await demo.post('/items', { items: [{ itemId, title: 'Cup', price: 5 }, { price: -1 }] });

    expect(status).toBe(200);
    expect(body).toMatchObject({ accepted: 1, rejected: [{ index: 1 }] });
    expect(JSON.stringify(body)).toContain('#/items/1/price');
    expect((await demo.read(`/items?ids=${itemId}`, ItemPage)).data).toHaveLength(1);
  });

  it('are listed in pages that never repeat', async () => {
    const first = await demo.read('/items?limit=20', ItemPage);
    const second = await demo.read(`/items?limit=20&cursor=${first.next_cursor}`, ItemPage);
    const ids = [...first.data, ...second.data].map(({ itemId }) => itemId);

    expect(first.has_more).toBe(true);
    expect(new Set(ids).size).toBe(40);
  });

  it('tell what they have in common, and how many meet a filter', async () => {
    const filter = "itemId in ['item-0001', 'item-0002', 'nobody-has-this'] and price > 0";

    const { fields, looked } = await demo.read('/items/fields', ItemFields);
    const count = await demo.read(`/items/count?${new URLSearchParams({ filter })}`, ItemCount);
    const refused = await demo.get(`/items/count?${new URLSearchParams({ filter: 'customer.isKnown' })}`);

    expect(fields.slice(0, 2).map(({ names }) => names)).toEqual([['brand'], ['category']]);
    expect(looked).toBeGreaterThan(0);
    expect(count).toMatchObject({ matched: 2, isWhole: true });
    expect(refused.status).toBe(400);
    expect(JSON.stringify(refused.body)).toContain('not-of-items');
  });

  it('are found by how words of their titles begin, as these are now, or their ids, page after page', async () => {
    const word = newId('word').replaceAll(/[^a-z0-9]/gi, '');
    const items = ['a', 'b', 'c'].map((end) => ({
      itemId: newId(`item-${end}`),
      title: `Écru ${word} ${end}`,
      price: 5,
    }));
    const [first, second, third] = items.map(({ itemId }) => itemId);
    const found = async (search: string, more = '') =>
      demo.read(`/items?${new URLSearchParams({ search })}${more}`, ItemPage);
    const idsOf = ({ data }: ItemPage) => data.map(({ itemId }) => itemId);
    await demo.post('/items', { items: [...items, { itemId: newId('item'), title: `红色羊毛袜 ${word}`, price: 5 }] });

    const page = await found(`ECR ${word.slice(0, -2)}`, '&limit=2');
    const rest = await found(`ECR ${word.slice(0, -2)}`, `&limit=2&cursor=${page.next_cursor}`);
    await demo.post('/items', { items: [{ itemId: first, title: 'Lamp', price: 5 }] });

    expect([...idsOf(page), ...idsOf(rest)].toSorted()).toEqual([first, second, third].toSorted());
    expect(idsOf(await found(`ecru ${word}`)).toSorted()).toEqual([second, third].toSorted());
    expect(idsOf(await found(second ?? ''))).toEqual([second]);
    expect((await found(`羊毛 ${word}`)).data.map(({ title }) => title)).toEqual([`红色羊毛袜 ${word}`]);
    expect((await demo.get(`/items?search=${word}&ids=${first}`)).status).toBe(400);
  });
});

describe('customers', () => {
  it('are put, read back with name and attributes, and found by id and by pseudonym', async () => {
    const customerId = newId('customer');
    const customer = {
      customerId,
      identifiers: { email: `${customerId}@example.com`, firstName: 'Ann' },
      attributes: { country: 'NL' },
    };

    const put = await demo.post('/customers', { customers: [customer] });
    const view = await demo.read(`/customers/${customerId}`, CustomerView);
    const byId = await demo.read(`/customers?query=${customerId}`, CustomerPage);
    const byPseudonym = await demo.read(`/customers/${view.pseudonym}?by=pseudonym`, CustomerView);

    expect(put.body).toEqual({ accepted: 1, rejected: [] });
    expect(view).toMatchObject(customer);
    expect(byId.data).toMatchObject([{ customerId, pseudonym: view.pseudonym, name: 'Ann' }]);
    expect(byPseudonym.customerId).toBe(customerId);
  });

  it('are read back by an id that a path must escape', async () => {
    const customerId = `${newId('customer')}/50% off@example.com`;
    await demo.post('/customers', { customers: [{ customerId, attributes: { country: 'NL' } }] });

    const view = await demo.read(`/customers/${encodeURIComponent(customerId)}`, CustomerView);

    expect(view).toMatchObject({ customerId, attributes: { country: 'NL' } });
  });

  it('keep what was said before where a later request says other things', async () => {
    const customerId = newId('customer');

    await demo.post('/customers', { customers: [{ customerId, attributes: { country: 'NL', language: 'nl' } }] });
    await demo.post('/customers', { customers: [{ customerId, attributes: { country: 'BE' } }] });

    const { attributes } = await demo.read(`/customers/${customerId}`, CustomerView);
    expect(attributes).toEqual({ country: 'BE', language: 'nl' });
  });

  it('are listed in pages that never repeat', async () => {
    const first = await demo.read('/customers?limit=20', CustomerPage);
    const second = await demo.read(`/customers?limit=20&cursor=${first.next_cursor}`, CustomerPage);
    const ids = [...first.data, ...second.data].map(({ pseudonym }) => pseudonym);

    expect(new Set(ids).size).toBe(40);
  });
});
