import * as z from 'zod';
import type { FieldError } from '../platform/errors.ts';
import { FilterText, faultOf } from './filter-text.ts';
import { EVENT_WEIGHTS } from './weigh-event.ts';

/** Where a recipe's items come from; of `user-segment`, what its customers are chosen by. */
export const RecipeBase = z.enum([
  ...(['for-you', 'related', 'popular', 'buy-again', 'recently-viewed', 'rerank'] as const),
  ...(['bought-together', 'trending', 'on-sale', 'next-best-action', 'user-segment'] as const),
]);
export type RecipeBase = z.infer<typeof RecipeBase>;

/** Whether a recipe of this base answers with customers: batches of customers are made of it, and no slate. */
export const choosesCustomers = (base: RecipeBase): boolean => base === 'user-segment';

/** `preview` is a route. */
export const RecipeName = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,47}$/, 'a recipe is named by 1–48 lower-case letters, digits and hyphens')
  .refine((name) => name !== 'preview', {
    message: 'This name is taken by the preview of recipes',
    params: { code: 'name-of-route' },
  });
export type RecipeName = z.infer<typeof RecipeName>;

/** What serves whoever names no recipe, by what they are to have: `given` are items of their own, in order. */
export const UNNAMED_RECIPE = {
  slates: 'for-you',
  given: 'rerank',
  customers: 'user-segment',
} as const satisfies Record<string, RecipeName>;

const label = z.string().trim().min(1).max(80);

/** As any clock tells it: `2026-12-24T08:00:00Z`, `2026-12-24T09:00:00+01:00`. */
const moment = z.iso.datetime({
  offset: true,
  error: 'A day and a time with their zone, such as 2026-12-24T08:00:00Z',
});

/** Slots for what a filter finds among the candidates, or for items by name. */
export const Promotion = z
  .strictObject({
    name: label,
    filter: FilterText.optional(),
    itemIds: z
      .array(z.string().trim().min(1).max(256))
      .min(1)
      .max(20)
      .optional()
      .describe(
        'These are candidates too, whether or not a list knows them: the way in for an item that nobody has seen yet.',
      ),
    percent: z
      .int()
      .min(0)
      .max(100)
      .default(0)
      .describe('At least this share of the slate, rounded to whole slots, half up.'),
    minSlots: z.int().min(0).max(50).default(0).describe('At least so many slots, whatever the share comes to.'),
    maxSlots: z.int().min(0).max(50).optional().describe('At most so many, whatever put the items there.'),
    startsAt: moment.optional(),
    endsAt: moment.optional(),
  })
  .refine(({ filter, itemIds }) => filter !== undefined || itemIds !== undefined, {
    path: ['filter'],
    message: 'Say what is promoted: a filter, itemIds, or both',
    params: { code: 'promotes-nothing' },
  })
  .refine(({ minSlots, maxSlots }) => maxSlots === undefined || minSlots <= maxSlots, {
    path: ['maxSlots'],
    message: 'maxSlots is below minSlots',
    params: { code: 'most-below-least' },
  })
  .refine(({ startsAt, endsAt }) => !startsAt || !endsAt || Date.parse(startsAt) < Date.parse(endsAt), {
    path: ['endsAt'],
    message: 'A promotion ends after it starts',
    params: { code: 'ends-before-start' },
  });
export type Promotion = z.infer<typeof Promotion>;

/** Lifts or sinks what a filter finds: ±1 goes past every other item, 0.2 past a fifth of them. */
export const Boost = z.strictObject({ name: label, filter: FilterText, strength: z.number().min(-1).max(1) });
export type Boost = z.infer<typeof Boost>;

/** At most `most` items of one brand, or of one category at its narrowest, in any `window` places in a row. */
export const DiversityCap = z
  .strictObject({
    by: z.enum(['brand', 'category']),
    most: z.int().min(1).max(50),
    window: z.int().min(1).max(50),
  })
  .refine(({ most, window }) => most <= window, {
    path: ['most'],
    message: 'most is above the window',
    params: { code: 'most-above-window' },
  });
export type DiversityCap = z.infer<typeof DiversityCap>;

export const Exclude = z.strictObject({ purchased: z.boolean(), inBasket: z.boolean(), outOfStock: z.boolean() });
export type Exclude = z.infer<typeof Exclude>;

const ALL: Exclude = { purchased: true, inBasket: true, outOfStock: true };

/**
 * Buying again is about what was bought, and an action may be about what lies in the basket: there it does not exclude. Nor
 * is any of it a reason to leave somebody out of a segment, unless its recipe says so.
 */
const EXCLUDED: Readonly<Partial<Record<RecipeBase, Exclude>>> = {
  'buy-again': { ...ALL, purchased: false },
  'next-best-action': { ...ALL, purchased: false, inBasket: false },
  'user-segment': { purchased: false, inBasket: false, outOfStock: false },
};

const USUAL = Object.entries(EVENT_WEIGHTS).map(([kind, weight]) => `${kind} ${weight}`);

export const WeighedKind = z.enum(['view', 'add', 'wish', 'purchase', 'review', 'dismiss']);

export const EventWeights = z
  .partialRecord(WeighedKind, z.number().min(-5).max(5))
  .describe(
    [
      `What an event says about interest; what is not named keeps its usual weight: ${USUAL.join(', ')}. At 0 it says nothing.`,
      'Where lists serve, what goes with an item is multiplied by the weight, and pulled down by one below 0.',
      'A recommender learned with the usual weights and compares them with yours: what goes with an item is multiplied by how much more or less than usual it weighs beside the others; what follows from the order of events alone stays as it is. Below 0 the item is taken out of what the customer did, which pulls nothing else down.',
      'The item being looked at always weighs 1.',
      'No weights are read by the purchase champion, which may order the candidates, nor by the bases popular, trending, buy-again and recently-viewed.',
    ].join(' '),
  );
export type EventWeights = z.infer<typeof EventWeights>;

const Epsilon = z.number().min(0).max(0.5);
const USUAL_EPSILON = 0.1;

const RecipeContent = z.strictObject({
  base: RecipeBase,
  description: z.string().trim().max(500).default(''),
  /** What may be shown at all; nothing, no promotion either, goes past it. */
  filter: FilterText.optional(),
  exclude: Exclude.partial()
    .default({})
    .describe('What it does not say the base decides: nearly all exclude whatever can be excluded.'),
  promotions: z.array(Promotion).max(10).default([]),
  boosts: z.array(Boost).max(20).default([]),
  diversity: z.array(DiversityCap).max(4).default([]),
  eventWeights: EventWeights.default({}),
  minEventPrice: z
    .int()
    .min(0)
    .default(0)
    .describe('Events on items that cost less, in minor units, say nothing; one that names no price is heard.'),
  isReranked: z
    .boolean()
    .default(true)
    .describe('Whether the purchase champion puts the candidates in order where it answers in time.'),
  epsilon: Epsilon.optional().describe(
    "Chance that the last place is given to an item from further down, so that the log can teach; 0.1 where a slate's recipe does not say.",
  ),
});

function withUsual({ exclude, epsilon, ...content }: z.output<typeof RecipeContent>) {
  const by = EXCLUDED[content.base] ?? ALL;
  const { purchased = by.purchased, inBasket = by.inBasket, outOfStock = by.outOfStock } = exclude;
  return {
    ...content,
    exclude: { purchased, inBasket, outOfStock },
    epsilon: epsilon ?? (choosesCustomers(content.base) ? 0 : USUAL_EPSILON),
  };
}

const usualOf = (base: RecipeBase) => withUsual(RecipeContent.parse({ base }));

/** A customer is chosen by one item, in the purchase champion's order and never by chance: these have no say in that. */
const UNHEARD = ['promotions', 'diversity', 'eventWeights', 'minEventPrice', 'isReranked', 'epsilon'] as const;

/** All filters of a recipe, each with its place. */
function filtersOf({
  filter,
  promotions,
  boosts,
}: Pick<z.output<typeof RecipeContent>, 'filter' | 'promotions' | 'boosts'>) {
  const all = [
    { path: ['filter'], filter },
    ...promotions.map((promotion, index) => ({ path: ['promotions', index, 'filter'], filter: promotion.filter })),
    ...boosts.map((boost, index) => ({ path: ['boosts', index, 'filter'], filter: boost.filter })),
  ];
  return all.flatMap((one) => (one.filter === undefined ? [] : [{ path: one.path, filter: one.filter }]));
}

/** What a shop writes, with all that it did not say. A filter that is kept may be older than what is asked of it here. */
export const RecipeDraft = RecipeContent.transform(withUsual).superRefine((draft, refinement) => {
  for (const { path, filter } of filtersOf(draft)) {
    const fault = faultOf(filter);
    if (fault) refinement.addIssue({ ...fault, path });
  }
  if (!choosesCustomers(draft.base)) return;
  const usual = usualOf(draft.base);
  for (const field of UNHEARD) {
    if (JSON.stringify(draft[field]) === JSON.stringify(usual[field])) continue;
    const message = `A recipe whose base is ${draft.base} chooses each customer by one item, in the purchase champion's order and never by chance: this has no say in it`;
    refinement.addIssue({ code: 'custom', path: [field], message, params: { code: 'no-say-in-customers' } });
  }
});
export type RecipeDraft = z.infer<typeof RecipeDraft>;

/** One version of a recipe. Version 0 is what the platform brings along until a shop writes its own. */
export const Recipe = z.object({
  ...RecipeContent.shape,
  exclude: Exclude,
  epsilon: Epsilon.default(USUAL_EPSILON),
  name: RecipeName,
  version: z.int().min(0),
  updatedAt: z.iso.datetime().optional(),
});
export type Recipe = z.infer<typeof Recipe>;

/** Told of a name that neither the shop nor the platform has a recipe of. */
export const noRecipe = (name: string): Omit<FieldError, 'pointer'> => ({
  detail: `There is no recipe ${name}`,
  code: 'no-recipe',
  values: { name },
});

/** What tells which version of a recipe chose: `for-you@3`. */
export const versionedName = ({ name, version }: Pick<Recipe, 'name' | 'version'>): string => `${name}@${version}`;

export const BUILT_IN: ReadonlyMap<string, Recipe> = new Map(
  RecipeBase.options.map((base) => [base, { ...usualOf(base), name: base, version: 0 }]),
);
