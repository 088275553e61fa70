import type { FieldError } from '../platform/errors.ts';
import type { StartSlateBatchRequest } from './batch-contract.ts';
import type { GetRecommendationsQuery, Surface } from './contract.ts';
import { choosesCustomers, type RecipeBase } from './recipe.ts';

type Named = Partial<Pick<GetRecommendationsQuery, 'itemId' | 'itemIds'>>;

/** What each request must name for a recipe of this base. */
const NEEDED: Readonly<Partial<Record<RecipeBase, keyof Named>>> = { related: 'itemId', rerank: 'itemIds' };
/** A product's page is about a product, and a search has hits to put in order; no other surface has them by itself. */
const AT_HAND: Readonly<Partial<Record<Surface, keyof Named>>> = { product: 'itemId', search: 'itemIds' };

/** Why no slate is made: the field that is wrong or missing, in words, and for a program. */
export interface NoSlate {
  readonly field: 'recipe' | keyof Named;
  readonly detail: string;
  readonly code: string;
}

const WITHOUT: Readonly<Record<keyof Named, NoSlate>> = {
  itemId: {
    field: 'itemId',
    detail: 'This recipe starts from a product: say which one is being looked at',
    code: 'needs-item',
  },
  itemIds: { field: 'itemIds', detail: 'This recipe puts given items in order: name them', code: 'needs-items' },
};

/** Told of items to put in order, named to a recipe that would pass over them. */
export const ORDERS_NONE: NoSlate = {
  field: 'itemIds',
  detail: 'This recipe finds items of its own and puts no given ones in order: name one whose base is rerank, or none',
  code: 'orders-no-items',
};

/** Why a recipe that answers with customers stands nowhere that wants a slate. */
export const CHOOSES_CUSTOMERS = {
  detail:
    'This recipe answers with customers, not items: start a batch, POST /v1/recommendations/batches with kind "customers"',
  code: 'chooses-customers',
} as const;

/** Whether it puts the items of a request in order. */
export const ordersItems = (base: RecipeBase): boolean => NEEDED[base] === 'itemIds';

export const neededBy = (base: RecipeBase): keyof Named | undefined => NEEDED[base];

/** Whether every request of a surface may be expected to name what this base needs. */
export const isServedOn = (surface: Surface, base: RecipeBase): boolean =>
  !choosesCustomers(base) && (NEEDED[base] === undefined || NEEDED[base] === AT_HAND[surface]);

/** Why a recipe of this base makes no slate of what a request names; undefined where it makes one. */
export function noSlateOf(base: RecipeBase, named: Named): NoSlate | undefined {
  if (choosesCustomers(base)) return { field: 'recipe', ...CHOOSES_CUSTOMERS };
  const needed = NEEDED[base];
  return needed === undefined || named[needed] !== undefined ? undefined : WITHOUT[needed];
}

/** Why a recipe of this base makes no batch of a kind; undefined where it makes one. */
export function noBatchOf(
  kind: StartSlateBatchRequest['kind'],
  base: RecipeBase,
): Omit<FieldError, 'pointer'> | undefined {
  if (kind === 'customers')
    return choosesCustomers(base)
      ? undefined
      : {
          detail: `A batch of customers takes a recipe whose base is user-segment, and the base of this one is ${base}`,
          code: 'chooses-items',
          values: { base },
        };
  if (choosesCustomers(base)) return CHOOSES_CUSTOMERS;
  if (NEEDED[base] === undefined) return undefined;
  return {
    detail: `A recipe whose base is ${base} starts from items that each request names`,
    code: 'starts-from-items',
    values: { base },
  };
}
