import type { Order } from '../../../core/orders/contract.ts';
import { judgeRequest } from '../../../core/orders/judge-request.ts';

const now = new Date('2026-05-20T10:00:00.000Z');
const anOrder = (given: Partial<Order>): Order => ({
  orderId: '5001',
  status: 'processing',
  placedAt: '2026-05-01T10:00:00.000Z',
  items: [{ itemId: 'i1', title: 'Blue mug', quantity: 2, price: 900 }],
  total: 1_800,
  currency: 'EUR',
  updatedAt: '2026-05-01T10:00:00.000Z',
  ...given,
});

describe('judgeRequest', () => {
  it('cancels what has not left, and nothing else', () => {
    const told = (status: Order['status']) => judgeRequest('cancel', anOrder({ status }), now);

    expect(told('processing')).toEqual({ isAllowed: true, becomes: 'cancelled' });
    expect(told('shipped')).toEqual({ isAllowed: false, because: 'has-left' });
    expect(told('delivered')).toEqual({ isAllowed: false, because: 'has-left' });
    expect(told('cancelled')).toEqual({ isAllowed: false, because: 'done-already' });
  });

  it.each([
    ['2026-05-06T10:00:00.000Z', true],
    ['2026-05-06T09:59:59.999Z', false],
    [null, false],
  ])('takes a return for fourteen days from delivery: %s', (deliveredAt, isAllowed) => {
    expect(judgeRequest('return', anOrder({ status: 'delivered', deliveredAt }), now)).toMatchObject({ isAllowed });
  });

  it('takes back nothing that has not arrived, was cancelled or is on its way back', () => {
    const told = (status: Order['status']) => judgeRequest('return', anOrder({ status }), now);

    expect(told('processing')).toEqual({ isAllowed: false, because: 'not-arrived' });
    expect(told('shipped')).toEqual({ isAllowed: false, because: 'not-arrived' });
    expect(told('cancelled')).toEqual({ isAllowed: false, because: 'closed' });
    expect(told('return-requested')).toEqual({ isAllowed: false, because: 'done-already' });
  });
});
