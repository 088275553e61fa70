import { demo, newId } from './support/platform.ts';

const anItem = (price = 1_000) => ({ itemId: newId('item'), title: 'A lamp', price });

describe('Idempotency-Key', () => {
  it('answers the same request again with what was answered first', async () => {
    const headers = { 'idempotency-key': newId('key') };
    const request = { items: [anItem(), { itemId: '' }] };

    const first = await demo.post('/items', request, headers);
    const again = await demo.post('/items', request, headers);

    expect(first.status).toBe(200);
    expect(first.headers.get('idempotency-replayed')).toBeNull();
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(again.body).toEqual(first.body);
  });

  it('is refused with another body, which changes nothing', async () => {
    const headers = { 'idempotency-key': newId('key') };
    const item = anItem(1_000);

    await demo.post('/items', { items: [item] }, headers);
    const other = await demo.post('/items', { items: [{ ...item, price: 5 }] }, headers);
    const { body } = await demo.get(`/items?ids=${item.itemId}`);

    expect(other.status).toBe(422);
    expect(other.body).toMatchObject({ type: 'urn:perennial:problem:idempotency-key-reused' });
    expect(body).toMatchObject({ data: [{ price: 1_000 }] });
  });

  it('is free again after a request that was refused', async () => {
    const headers = { 'idempotency-key': newId('key') };

    const refused = await demo.post('/items', { items: 'none' }, headers);
    const mended = await demo.post('/items', { items: [anItem()] }, headers);

    expect([refused.status, mended.status]).toEqual([400, 200]);
  });

  it('does one thing of two requests that come at once', async () => {
    const headers = { 'idempotency-key': newId('key') };
    const request = { customers: [{ customerId: newId('customer') }] };

    const answers = await Promise.all([1, 2].map(() => demo.post('/customers', request, headers)));

    const replayed = answers.filter(({ headers: got }) => got.get('idempotency-replayed') === 'true');
    const refused = answers.filter(({ status }) => status === 409);
    expect(replayed.length + refused.length).toBe(1);
  });
});
