import * as z from 'zod';
import { type ImportFormat, idColumn, messageIdOf, rowByRow, timeColumn } from './import-format.ts';

const BehaviourRow = z.object({
  user_id: idColumn,
  item_id: idColumn,
  timestamp: timeColumn,
  is_purchase: z
    .union([z.boolean(), z.number(), z.string()])
    .transform((value) => String(value).trim().toLowerCase())
    .pipe(z.enum(['1', '0', 'true', 'false', '1.0', '0.0'], 'must be 1 or 0, true or false'))
    .transform((value) => value.startsWith('1') || value === 'true'),
});

/** A behaviour log: who looked at or bought what and when. What one user bought at one moment is one order. */
export const behaviourFormat: ImportFormat = {
  columns: ['user_id', 'item_id', 'timestamp', 'is_purchase'],
  units: rowByRow(BehaviourRow, ({ user_id: userId, item_id: itemId, timestamp, is_purchase: isPurchase }) => {
    const messageId = messageIdOf('behaviour', userId, itemId, timestamp, isPurchase);
    const common = { type: 'track', messageId, userId, timestamp };
    if (!isPurchase) return { call: { ...common, event: 'Product Viewed', properties: { product_id: itemId } } };
    const properties = { order_id: `${userId}-${timestamp}`, products: [{ product_id: itemId, quantity: 1 }] };
    return { call: { ...common, event: 'Order Completed', properties } };
  }),
};
