import * as z from 'zod';

/** A tenant. Lower case, so that it may stand in bucket prefixes and endpoint names. */
export const ShopId = z
  .string()
  .regex(/^[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?$/, 'a shop id is 1–32 lower-case letters, digits and inner hyphens');
export type ShopId = z.infer<typeof ShopId>;

/** `server` holds a secret key, `browser` a publishable write-only one, `console` a signed-in person. */
export const Role = z.enum(['server', 'browser', 'console']);
export type Role = z.infer<typeof Role>;

/** What the authorizer hands to every function behind it. */
export const AuthorizerContext = z.object({
  shop: ShopId,
  role: Role,
  keyId: z.string(),
  subject: z.string(),
});
export type AuthorizerContext = z.infer<typeof AuthorizerContext>;

const Values = z.record(z.string(), z.union([z.string(), z.number()]));

/** RFC 9457, with one entry in `errors` per bad field. `says`, and a field's `code` and `values`, say `detail` without a language. */
export const ProblemDetails = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  says: z.object({ code: z.string(), values: Values.optional() }).optional(),
  errors: z
    .array(
      z.object({
        pointer: z.string(),
        detail: z.string(),
        code: z.string().optional(),
        values: Values.optional(),
      }),
    )
    .optional(),
  requestId: z.string(),
});
export type ProblemDetails = z.infer<typeof ProblemDetails>;

/** One page of a list; `next_cursor` goes into `?cursor=` of the next request. */
export const pageOf = <Row extends z.ZodType>(row: Row) =>
  z.object({ data: z.array(row), has_more: z.boolean(), next_cursor: z.string().nullable() });

/** The query of every list. */
export const PageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(25),
  cursor: z.string().min(1).max(2_000).optional(),
});
export type PageQuery = z.infer<typeof PageQuery>;

/** Ids as a query tells them, with commas between; each counts once. */
export const listOfIds = (most: number) =>
  z
    .string()
    .describe(`Ids with commas between them, ${most} at most`)
    .transform((ids) => [...new Set(ids.split(',').flatMap((id) => id.trim() || []))])
    .pipe(z.array(z.string().max(256)).min(1).max(most));

/** ISO 4217. */
export const Currency = z.string().regex(/^[A-Z]{3}$/, 'a currency is three capital letters, such as EUR');
export type Currency = z.infer<typeof Currency>;

export const CreateShopRequest = z.strictObject({
  shop: ShopId,
  name: z.string().min(1).max(100),
  currency: Currency.default('EUR'),
  /** Share of customers who are never treated. */
  holdoutShare: z.number().min(0.01).max(0.1).default(0.05),
  /** Makes new keys for a shop that exists; the old ones stop working. */
  rotate: z.boolean().default(false),
});
export type CreateShopRequest = z.infer<typeof CreateShopRequest>;

/** Keys are shown once and stored as hashes; `exists` therefore comes without them. */
export const CreateShopResponse = z.discriminatedUnion('status', [
  z.object({ status: z.literal('created'), shop: ShopId, secretKey: z.string(), publishableKey: z.string() }),
  z.object({ status: z.literal('rotated'), shop: ShopId, secretKey: z.string(), publishableKey: z.string() }),
  z.object({ status: z.literal('exists'), shop: ShopId }),
]);
export type CreateShopResponse = z.infer<typeof CreateShopResponse>;

/** What is known of a shop itself. The secret, wrapped by KMS, makes pseudonyms and wraps customers' keys; the salt assigns arms. */
export const ShopProfile = z.object({
  shop: ShopId,
  name: z.string(),
  currency: Currency,
  wrappedSecret: z.string(),
  experimentSalt: z.string(),
  holdoutShare: z.number(),
  createdAt: z.iso.datetime(),
});
export type ShopProfile = z.infer<typeof ShopProfile>;

const name = z.string().min(1);

export const ShopsEnv = z.object({ SHOPS_TABLE_NAME: name });
export type ShopsEnv = z.infer<typeof ShopsEnv>;

export const RequestsEnv = z.object({ REQUESTS_TABLE_NAME: name });
export type RequestsEnv = z.infer<typeof RequestsEnv>;

/** Each shop's secret is wrapped by this key of KMS. */
export const ShopKeyEnv = z.object({ SHOP_KEY_ID: name });
export type ShopKeyEnv = z.infer<typeof ShopKeyEnv>;

/** Who may sign in to the console. The address of the keys is the endpoint that the SDK would use. */
export const AuthorizeRequestEnv = z.object({
  SHOPS_TABLE_NAME: name,
  USER_POOL_ID: name,
  USER_POOL_CLIENT_ID: name,
  AWS_REGION: name,
  AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: z.url().optional(),
  AWS_ENDPOINT_URL: z.url().optional(),
});
export type AuthorizeRequestEnv = z.infer<typeof AuthorizeRequestEnv>;

export const CreateShopEnv = z.object({ SHOPS_TABLE_NAME: name, SHOP_KEY_ID: name, LAKE_BUCKET_NAME: name });
export type CreateShopEnv = z.infer<typeof CreateShopEnv>;

/** The name that a shop's customer has in the lake, in state and in decisions: 16 bytes as base64url. */
export const Pseudonym = z
  .string()
  .regex(/^[A-Za-z0-9_-]{22}$/, 'a pseudonym has 22 letters, digits, hyphens and underscores');
export type Pseudonym = z.infer<typeof Pseudonym>;
