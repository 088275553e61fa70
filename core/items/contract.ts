import * as z from 'zod';
import { isOfSize, MOST_ATTRIBUTES_SAID } from '../platform/attributes.ts';
import { listOfIds, PageQuery, pageOf, ShopId } from '../platform/contract.ts';
import { BatchReceipt, rowsOf } from '../platform/parse-rows.ts';
import { isOfItemsAlone, SentFilterText } from '../recommendations/filter-text.ts';

/** A picture's numbers, as a model of pictures has them; of a shop's items all should come from one model. */
const ImageVector = z
  .array(z.number().min(-1e6).max(1e6))
  .max(1_024)
  .refine(({ length }) => !length || length >= 8, 'no number at all, or 8 and more');

/** An item as a shop sends it: small enough for one message of the queue, whatever its script. */
export const PutItem = z.strictObject({
  itemId: z.string().trim().min(1).max(256),
  title: z.string().trim().min(1).max(500),
  description: z.string().max(10_000).default(''),
  category: z.array(z.string().min(1).max(100)).max(10).default([]).describe('From the widest to the narrowest.'),
  brand: z.string().max(200).default(''),
  attributes: z
    .record(z.string().min(1).max(100), z.string().max(500))
    .refine(isOfSize, MOST_ATTRIBUTES_SAID)
    .default({}),
  price: z.int().min(0).describe("Minor units of the shop's currency."),
  stock: z
    .int()
    .min(0)
    .nullable()
    .default(null)
    .describe('Absent where the shop does not count: such an item is never sold out.'),
  isHidden: z.boolean().default(false),
  imageVector: ImageVector.optional().describe(
    'Only learned from, so it goes into the lake alone. It holds until another is sent; an empty one takes it away.',
  ),
});
export type PutItem = z.infer<typeof PutItem>;

const { imageVector, ...KeptShape } = PutItem.shape;

/** An item as tables and lake keep it; of two rows of one item the later `updatedAt` holds. */
export const CatalogueRow = z.object({
  ...KeptShape,
  shop: ShopId,
  updatedAt: z.iso.datetime(),
  /** When the catalogue first knew it; absent in rows of before this was kept. */
  firstSeenAt: z.iso.datetime().optional(),
  /** Its prices, oldest first, the last being the one that holds. */
  prices: z.array(z.object({ price: z.int().min(0), since: z.iso.datetime() })).optional(),
  /** When it was last listed under all its traits, for the catalogue alone; absent in rows that never were. */
  listedAt: z.iso.datetime().optional(),
  /** The same of the words of its title. */
  wordsListedAt: z.iso.datetime().optional(),
});
export type CatalogueRow = z.infer<typeof CatalogueRow>;

/** Some of what a row says, and whether it may be shown. */
export const PartOfItem = CatalogueRow.partial().required({ itemId: true, isHidden: true, stock: true });
export type PartOfItem = z.infer<typeof PartOfItem>;

const ShownRow = CatalogueRow.omit({ listedAt: true, wordsListedAt: true });

/** An item as the lake keeps it. */
export const LakeItem = ShownRow.extend({ imageVector });
export type LakeItem = z.infer<typeof LakeItem>;

export const PutItemsRequest = z.strictObject({ items: rowsOf(PutItem, 500) });
export type PutItemsRequest = z.infer<typeof PutItemsRequest>;

export const PutItemsResponse = BatchReceipt;
export type PutItemsResponse = z.infer<typeof PutItemsResponse>;

export const ItemPage = pageOf(ShownRow);
export type ItemPage = z.infer<typeof ItemPage>;

/** `ids` asks for these items, a hundred at most, in place of a page of all; unknown ids are left out. */
export const ListItemsQuery = PageQuery.extend({
  ids: listOfIds(100).optional(),
  search: z
    .string()
    .trim()
    .min(1)
    .max(256)
    .optional()
    .describe(
      'Items whose id begins so, then those of whose titles a word begins with each word of it, whatever case and accents; where words are written without spaces, with any part of them. A page may hold fewer items than `limit`, or none, while there are more.',
    ),
}).refine(({ ids, search }) => ids === undefined || search === undefined, {
  path: ['search'],
  message: 'Name items or search for them, not both',
  params: { code: 'ids-and-search' },
});
export type ListItemsQuery = z.infer<typeof ListItemsQuery>;

/** How much of the catalogue was looked through: from its first id on, as many items as are ten megabytes; hidden ones do not count. */
const LookedThrough = z.object({
  looked: z.int().min(0).describe('Items that were looked through and are not hidden.'),
  isWhole: z.boolean().describe('Whether these are all; else there are others, of which nothing is said.'),
});

/** What items have in common, the most usual first. */
export const ItemFields = LookedThrough.extend({
  fields: z.array(
    z.object({
      names: z.array(z.string()).describe('As a path of a filter: `brand`, `category`, or `attributes` and a name.'),
      items: z.int().describe('How many have any.'),
      values: z.array(z.object({ value: z.string(), items: z.int() })),
      hasMore: z.boolean().describe('Whether it has other values, which fewer items have.'),
    }),
  ),
});
export type ItemFields = z.infer<typeof ItemFields>;

export const CountItemsQuery = z.object({
  filter: SentFilterText.refine(isOfItemsAlone, {
    message: 'Only what is asked of items can be counted, nothing of the customer or the request',
    params: { code: 'not-of-items' },
  }),
});
export type CountItemsQuery = z.infer<typeof CountItemsQuery>;

export const ItemCount = LookedThrough.extend({ matched: z.int().min(0) });
export type ItemCount = z.infer<typeof ItemCount>;

const name = z.string().min(1);

export const PutItemsEnv = z.object({ ITEMS_TABLE_NAME: name, REQUESTS_TABLE_NAME: name, EVENTS_QUEUE_URL: name });
export type PutItemsEnv = z.infer<typeof PutItemsEnv>;

export const ListItemsEnv = z.object({ ITEMS_TABLE_NAME: name });
export type ListItemsEnv = z.infer<typeof ListItemsEnv>;
