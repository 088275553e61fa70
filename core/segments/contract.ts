import * as z from 'zod';

/** What a segment may ask of a customer. Everything here is known without a model, from the first event on. */
export const SegmentFacts = z.object({
  /** Orders that stand. */
  orders: z.int(),
  /** Null before the first order. */
  days_since_order: z.number().nullable(),
  /** Null where nothing was ever seen of them. */
  days_since_visit: z.number().nullable(),
  /** Products looked at, of the last interactions that are remembered. */
  views: z.int(),
  basket_items: z.int(),
  /** Minor units of the shop's currency. */
  basket_value: z.int(),
  /** Since the basket was last touched; null while it is empty. */
  hours_since_basket: z.number().nullable(),
  country: z.string().nullable(),
  language: z.string().nullable(),
  /** What the shop says of the customer, by name. */
  attributes: z.record(z.string(), z.string()),
});
export type SegmentFacts = z.infer<typeof SegmentFacts>;

export type FactName = keyof SegmentFacts;
export type FactKind = 'number' | 'text' | 'attributes';

export const FACT_KINDS: Readonly<Record<FactName, FactKind>> = {
  orders: 'number',
  days_since_order: 'number',
  days_since_visit: 'number',
  views: 'number',
  basket_items: 'number',
  basket_value: 'number',
  hours_since_basket: 'number',
  country: 'text',
  language: 'text',
  attributes: 'attributes',
};
