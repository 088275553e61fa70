import * as z from 'zod';
import { isOfSize, MOST_ATTRIBUTES_SAID } from '../platform/attributes.ts';
import { pageOf, ShopId } from '../platform/contract.ts';
import { BatchReceipt, rowsOf } from '../platform/parse-rows.ts';
import { InteractionKind } from './online-state.ts';

const id = z.string().trim().min(1).max(256);
const shortText = z.string().max(500);

/** What tells a person by name or address. Kept only in one table, encrypted under a key of this customer alone. */
export const CustomerIdentifiers = z.strictObject({
  email: z.email().max(254).optional(),
  phone: z.string().min(3).max(40).optional(),
  firstName: shortText.optional(),
  lastName: shortText.optional(),
  name: shortText.optional(),
  address: shortText.optional(),
});
export type CustomerIdentifiers = z.infer<typeof CustomerIdentifiers>;

/** What may be learned from: it goes into the lake under the pseudonym, so it must not tell who somebody is. */
export const CustomerAttributes = z
  .record(
    z.string().regex(/^[A-Za-z][A-Za-z0-9_]{0,49}$/, 'an attribute name is letters, digits and _'),
    z.string().max(200),
  )
  .refine(isOfSize, MOST_ATTRIBUTES_SAID);
export type CustomerAttributes = z.infer<typeof CustomerAttributes>;

export const PutCustomer = z.strictObject({
  customerId: id,
  identifiers: CustomerIdentifiers.optional(),
  attributes: CustomerAttributes.optional(),
});
export type PutCustomer = z.infer<typeof PutCustomer>;

/** What was said of a customer at once, as the lake keeps it; of an attribute in two rows the later `updatedAt` holds. */
export const CustomerRow = z.object({
  shop: ShopId,
  customer: z.string(),
  attributes: CustomerAttributes,
  updatedAt: z.iso.datetime(),
});
export type CustomerRow = z.infer<typeof CustomerRow>;

export const PutCustomersRequest = z.strictObject({ customers: rowsOf(PutCustomer, 500) });
export type PutCustomersRequest = z.infer<typeof PutCustomersRequest>;

export const PutCustomersResponse = BatchReceipt;
export type PutCustomersResponse = z.infer<typeof PutCustomersResponse>;

/** A customer in a list. `pseudonym` is the name used in decisions and in the lake. */
export const CustomerSummary = z.object({
  customerId: z.string(),
  pseudonym: z.string(),
  name: z.string().optional(),
  updatedAt: z.iso.datetime(),
});
export type CustomerSummary = z.infer<typeof CustomerSummary>;

export const CustomerPage = pageOf(CustomerSummary);
export type CustomerPage = z.infer<typeof CustomerPage>;

export const CustomerView = z.object({
  /** Absent for a browser whose customer is not known. */
  customerId: z.string().optional(),
  pseudonym: z.string(),
  identifiers: z.record(z.string(), z.unknown()),
  attributes: CustomerAttributes,
  browsers: z.array(z.string()),
  history: z.array(
    z.object({
      at: z.iso.datetime(),
      kind: InteractionKind,
      itemId: z.string().optional(),
      query: z.string().optional(),
      quantity: z.int().optional(),
      price: z.int().optional(),
    }),
  ),
  basket: z.array(z.string()),
  purchased: z.array(z.string()),
});
export type CustomerView = z.infer<typeof CustomerView>;

export const GetCustomerPath = z.object({ customerId: id });
/** What the id in the path is: the shop's own, a browser's, or the pseudonym that decisions and the live list show. */
export const GetCustomerQuery = z.object({ by: z.enum(['customer', 'anonymous', 'pseudonym']).default('customer') });

/** `query` is a whole customer id or pseudonym: names are encrypted, so there is nothing to search through. */
export const ListCustomersQuery = z.object({
  query: z.string().trim().min(1).max(256).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(25),
  cursor: z.string().min(1).max(2_000).optional(),
});

const name = z.string().min(1);

export const PutCustomersEnv = z.object({
  SHOPS_TABLE_NAME: name,
  REQUESTS_TABLE_NAME: name,
  IDENTITIES_TABLE_NAME: name,
  CUSTOMER_KEYS_TABLE_NAME: name,
  EVENTS_QUEUE_URL: name,
  SHOP_KEY_ID: name,
});
export type PutCustomersEnv = z.infer<typeof PutCustomersEnv>;

export const ListCustomersEnv = z.object({
  SHOPS_TABLE_NAME: name,
  IDENTITIES_TABLE_NAME: name,
  CUSTOMER_KEYS_TABLE_NAME: name,
  SHOP_KEY_ID: name,
});
export type ListCustomersEnv = z.infer<typeof ListCustomersEnv>;

export const GetCustomerEnv = ListCustomersEnv.extend({ STATE_TABLE_NAME: name });
export type GetCustomerEnv = z.infer<typeof GetCustomerEnv>;
