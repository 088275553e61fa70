import * as z from 'zod';

/**
 * What Segment's and RudderStack's clients send, read leniently: ids may be numbers, optional fields may be null,
 * what is not named here is dropped. https://segment.com/docs/connections/spec/
 */
const id = z
  .union([z.string().trim().min(1), z.number()], 'must be a text or a number')
  .transform(String)
  .pipe(z.string().max(256));
const absent = <Schema extends z.ZodType>(schema: Schema) => schema.nullish().transform((value) => value ?? undefined);
/** For fields that inform and never decide: an odd value is worth less than the event around it. */
const ifReadable = <Schema extends z.ZodType>(schema: Schema) => schema.optional().catch(undefined);

const numeric = z.union([z.number(), z.string().trim().min(1).transform(Number)]).pipe(z.number());
const shortText = z.union([z.string(), z.number().transform(String)]).transform((text) => text.slice(0, 500));

export const SegmentProduct = z.object({
  product_id: ifReadable(id),
  sku: ifReadable(id),
  id: ifReadable(id),
  price: ifReadable(numeric),
  quantity: ifReadable(numeric),
});
export type SegmentProduct = z.infer<typeof SegmentProduct>;

export const SegmentProperties = SegmentProduct.extend({
  products: absent(z.array(SegmentProduct, 'must be a list of products')),
  order_id: ifReadable(id),
  currency: ifReadable(z.string()),
  query: ifReadable(shortText),
  rating: ifReadable(numeric),
  surface: ifReadable(shortText),
  request_id: ifReadable(shortText),
});
export type SegmentProperties = z.infer<typeof SegmentProperties>;

const SegmentContext = z.object({
  userAgent: ifReadable(z.string()),
  locale: ifReadable(z.string()),
  device: ifReadable(z.object({ type: ifReadable(z.string()) })),
  location: ifReadable(z.object({ country: ifReadable(z.string()) })),
  traits: ifReadable(z.record(z.string(), z.unknown())),
});

const common = {
  messageId: ifReadable(id),
  userId: absent(id),
  anonymousId: absent(id),
  timestamp: absent(z.string()),
  originalTimestamp: absent(z.string()),
  sentAt: absent(z.string()),
  context: ifReadable(SegmentContext),
};

export const TrackCall = z.object({
  ...common,
  type: z.literal('track'),
  event: z.string('a track call names its event').trim().min(1).max(200),
  properties: absent(SegmentProperties),
});

export const PageCall = z.object({
  ...common,
  type: z.enum(['page', 'screen']),
  name: absent(z.string()),
  properties: absent(SegmentProperties),
});

export const IdentifyCall = z.object({
  ...common,
  type: z.literal('identify'),
  traits: absent(z.record(z.string(), z.unknown())),
});

export const AliasCall = z.object({ ...common, type: z.literal('alias'), userId: id, previousId: id });

/** Kept out: `group` says which company somebody works for, which a shop has no use for. */
export const SegmentCall = z
  .discriminatedUnion('type', [TrackCall, PageCall, IdentifyCall, AliasCall], 'must be track, identify, page or alias')
  .refine((call) => call.userId !== undefined || call.anonymousId !== undefined, {
    message: 'a call names its userId or its anonymousId',
    path: ['userId'],
  });
export type SegmentCall = z.infer<typeof SegmentCall>;

/** The body of /batch and /import. The calls are read one by one. */
export const SegmentBatch = z.object({
  batch: z.array(z.unknown(), 'a batch is a list of calls').min(1),
  sentAt: absent(z.string()),
  context: ifReadable(z.record(z.string(), z.unknown())),
});
export type SegmentBatch = z.infer<typeof SegmentBatch>;
