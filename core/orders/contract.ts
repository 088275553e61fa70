import * as z from 'zod';
import { Currency, PageQuery, pageOf } from '../platform/contract.ts';
import { BatchReceipt, rowsOf } from '../platform/parse-rows.ts';

export const OrderStatus = z.enum(['processing', 'shipped', 'delivered', 'cancelled', 'return-requested', 'returned']);
export type OrderStatus = z.infer<typeof OrderStatus>;

export const OrderLine = z.object({
  itemId: z.string().min(1).max(256),
  title: z.string().min(1).max(500),
  quantity: z.int().min(1),
  /** Minor units of one piece. */
  price: z.int().min(0),
});

/** An order as a shop sends it, again each time that something about it changes. Addresses are not wanted. */
export const PutOrder = z.strictObject({
  orderId: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._#-]{0,63}$/, 'an order id is 1–64 letters, digits and . _ # -'),
  customerId: z.string().min(1).max(128),
  status: OrderStatus,
  placedAt: z.iso.datetime(),
  shippedAt: z.iso.datetime().nullish(),
  deliveredAt: z.iso.datetime().nullish(),
  items: z.array(OrderLine).min(1).max(100),
  /** Minor units. */
  total: z.int().min(0),
  currency: Currency,
  /** Which of two reports of an order is the later one. @default when it came */
  updatedAt: z.iso.datetime().optional(),
});
export type PutOrder = z.infer<typeof PutOrder>;

/** An order of a known customer, whose name it no longer holds. */
export const Order = z
  .object({ ...PutOrder.shape })
  .omit({ customerId: true })
  .extend({ updatedAt: z.iso.datetime() });
export type Order = z.infer<typeof Order>;

export const PutOrdersRequest = z.strictObject({ orders: rowsOf(PutOrder, 100) });
export type PutOrdersRequest = z.infer<typeof PutOrdersRequest>;
export const PutOrdersResponse = BatchReceipt;
export type PutOrdersResponse = z.infer<typeof PutOrdersResponse>;

export const OrderRequestKind = z.enum(['cancel', 'return']);
export type OrderRequestKind = z.infer<typeof OrderRequestKind>;

/** What a customer asked of an order and confirmed, for the shop to carry out. The order already says so. */
export const OrderRequest = z.object({
  kind: OrderRequestKind,
  orderId: z.string(),
  /** A pseudonym. */
  customer: z.string(),
  at: z.iso.datetime(),
  conversationId: z.string(),
});
export type OrderRequest = z.infer<typeof OrderRequest>;

export const ListOrderRequestsQuery = PageQuery;
export type ListOrderRequestsQuery = z.infer<typeof ListOrderRequestsQuery>;
export const OrderRequestPage = pageOf(OrderRequest);
export type OrderRequestPage = z.infer<typeof OrderRequestPage>;

const name = z.string().min(1);
export const OrdersEnv = z.object({ ORDERS_TABLE_NAME: name });
export type OrdersEnv = z.infer<typeof OrdersEnv>;

export const PutOrdersEnv = z.object({
  SHOPS_TABLE_NAME: name,
  ORDERS_TABLE_NAME: name,
  CUSTOMER_KEYS_TABLE_NAME: name,
  REQUESTS_TABLE_NAME: name,
  SHOP_KEY_ID: name,
});
export type PutOrdersEnv = z.infer<typeof PutOrdersEnv>;
