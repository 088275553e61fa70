import * as z from 'zod';
import { RfmSegment } from '../profiles/contract.ts';

/** What the last refresh of profiles said; null where it did not meet the customer, or has not learned that part yet. */
export const ProfiledFacts = z.object({
  /** The id of their group. */
  cluster: z.string().nullable(),
  /** What recency, frequency and monetary value make of them. */
  rfm: RfmSegment.nullable(),
  /** The chance that they do not order again within the shop's horizon. */
  churn_risk: z.number().nullable(),
  /** Minor units of the shop's currency. */
  spent: z.int().nullable(),
  /** Where most of their attention goes. */
  top_category: z.string().nullable(),
  top_brand: z.string().nullable(),
});
export type ProfiledFacts = z.infer<typeof ProfiledFacts>;

/** What a customer did, true of this moment, from the first event on. */
export const DoneFacts = z.object({
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
});

/** What a segment may ask of a customer. All but what is profiled is true of this moment. */
export const SegmentFacts = z.object({
  ...ProfiledFacts.shape,
  ...DoneFacts.shape,
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
  cluster: 'text',
  rfm: 'text',
  churn_risk: 'number',
  spent: 'number',
  top_category: 'text',
  top_brand: 'text',
  attributes: 'attributes',
};
