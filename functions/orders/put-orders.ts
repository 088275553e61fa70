import { Order, PutOrder, type PutOrdersRequest, type PutOrdersResponse } from '../../core/orders/contract.ts';
import type { OrderRepository } from '../../core/orders/order-repository.ts';
import type { ShopId } from '../../core/platform/contract.ts';
import { inParallel } from '../../core/platform/in-parallel.ts';
import { parseRows } from '../../core/platform/parse-rows.ts';
import type { Pseudonymizer } from '../../core/platform/pseudonyms.ts';

const WRITES_AT_ONCE = 16;

/** Takes orders as they are now. Of two reports of one order the later one holds, in whatever order they come. */
export async function putOrders(
  shop: ShopId,
  { orders }: PutOrdersRequest,
  ports: { readonly orders: Pick<OrderRepository, 'put'>; readonly pseudonymizer: Pseudonymizer },
  now: Date,
): Promise<PutOrdersResponse> {
  const { rows, rejected } = parseRows(PutOrder, orders, '#/orders');
  await inParallel(rows, WRITES_AT_ONCE, async ({ customerId, ...order }) => {
    const known = Order.parse({ ...order, updatedAt: order.updatedAt ?? now.toISOString() });
    await ports.orders.put(shop, ports.pseudonymizer.pseudonymOf('customer', customerId), known);
  });
  return { accepted: rows.length, rejected: [...rejected] };
}
