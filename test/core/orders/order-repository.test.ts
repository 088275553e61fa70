import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import type { Order, OrderRequest } from '../../../core/orders/contract.ts';
import { createOrderRepository } from '../../../core/orders/order-repository.ts';
import { createOrderRequestRepository } from '../../../core/orders/order-request-repository.ts';
import { aMemoryTable } from '../../support/memory-table.ts';

const anOrder = (given: Partial<Order> = {}): Order => ({
  orderId: '5001',
  status: 'processing',
  placedAt: '2026-05-01T10:00:00.000Z',
  items: [{ itemId: 'i1', title: 'Secret gift', quantity: 2, price: 900 }],
  total: 1_800,
  currency: 'EUR',
  updatedAt: '2026-05-01T10:00:00.000Z',
  ...given,
});
const aRequest = (given: Partial<OrderRequest> = {}): OrderRequest => ({
  kind: 'cancel',
  orderId: '5001',
  customer: 'anna',
  at: '2026-05-02T10:00:00.000Z',
  conversationId: 'c1',
  ...given,
});

/** The table with the one condition that a request rests on: the order is still the one that was judged. */
function aShop() {
  const { rows, mock, client } = aMemoryTable('orders');
  mock.on(TransactWriteCommand).callsFake(({ TransactItems }) => {
    for (const { Put } of TransactItems) {
      const { Item, ConditionExpression, ExpressionAttributeValues } = Put;
      const held = rows.get(JSON.stringify([Item.pk, Item.sk]));
      if (ConditionExpression && held?.updatedAt !== ExpressionAttributeValues[':before']) {
        throw new TransactionCanceledException({ message: 'Transaction cancelled', $metadata: {} });
      }
    }
    for (const { Put } of TransactItems) rows.set(JSON.stringify([Put.Item.pk, Put.Item.sk]), Put.Item);
    return {};
  });
  const envelopes = {
    seal: async (_shop: string, pseudonym: string, content: string) =>
      Buffer.from(`${pseudonym}\n${content}`).toString('base64'),
    open: async (_shop: string, pseudonym: string, sealed: string) => {
      const [owner, ...content] = Buffer.from(sealed, 'base64').toString().split('\n');
      if (owner !== pseudonym) throw new Error('sealed for somebody else');
      return content.join('\n');
    },
  };
  return {
    rows,
    orders: createOrderRepository(client, 'orders', envelopes),
    requests: createOrderRequestRepository(client, 'orders'),
  };
}

describe('a request on an order', () => {
  it('moves the order on and is told to the shop, which sees a pseudonym and no item', async () => {
    const { orders, requests } = aShop();
    await orders.put('demo', 'anna', anOrder());

    await expect(orders.request('demo', anOrder(), 'cancelled', aRequest())).resolves.toBe('done');

    await expect(orders.find('demo', 'anna', '5001')).resolves.toMatchObject({ status: 'cancelled' });
    const { data } = await requests.list('demo', { limit: 10 });
    expect(data).toEqual([aRequest()]);
  });

  it('is done once, however often it is asked for', async () => {
    const { orders, requests } = aShop();
    await orders.put('demo', 'anna', anOrder());

    const outcomes = [
      await orders.request('demo', anOrder(), 'cancelled', aRequest()),
      await orders.request('demo', anOrder(), 'cancelled', aRequest({ at: '2026-05-02T10:00:01.000Z' })),
    ];

    expect(outcomes).toEqual(['done', 'repeated']);
    expect((await requests.list('demo', { limit: 10 })).data).toHaveLength(1);
  });

  it('does nothing to an order that has left since it was judged', async () => {
    const { orders, requests } = aShop();
    await orders.put('demo', 'anna', anOrder({ status: 'shipped', updatedAt: '2026-05-02T09:00:00.000Z' }));

    await expect(orders.request('demo', anOrder(), 'cancelled', aRequest())).resolves.toBe('changed');

    await expect(orders.find('demo', 'anna', '5001')).resolves.toMatchObject({ status: 'shipped' });
    expect((await requests.list('demo', { limit: 10 })).data).toEqual([]);
  });

  it('makes no order where the customer has none of that number', async () => {
    const { orders, rows } = aShop();
    await orders.put('demo', 'bert', anOrder());

    await expect(orders.request('demo', anOrder(), 'cancelled', aRequest())).resolves.toBe('changed');

    expect(rows.size).toBe(1);
    await expect(orders.find('demo', 'bert', '5001')).resolves.toMatchObject({ status: 'processing' });
  });

  it('stands after what the shop reported with a clock that is ahead', async () => {
    const { orders } = aShop();
    const ahead = anOrder({ updatedAt: '2026-05-03T00:00:00.000Z' });
    await orders.put('demo', 'anna', ahead);

    await orders.request('demo', ahead, 'cancelled', aRequest());

    await expect(orders.find('demo', 'anna', '5001')).resolves.toMatchObject({
      status: 'cancelled',
      updatedAt: '2026-05-03T00:00:00.001Z',
    });
  });
});
