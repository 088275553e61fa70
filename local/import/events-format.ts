import * as z from 'zod';
import { type ImportFormat, idColumn, messageIdOf, numberColumn, rowByRow, timeColumn } from './import-format.ts';

const optionalText = z.preprocess((value) => (value === '' || value === null ? undefined : value), idColumn.optional());
const optionalNumber = z.preprocess(
  (value) => (value === '' || value === null ? undefined : value),
  numberColumn.optional(),
);

/** A call in Segment's own form, as JSON Lines hold it, or its commonest fields as columns. */
const EventRow = z
  .looseObject({
    type: z.preprocess((value) => value || 'track', z.string()),
    event: optionalText,
    userId: optionalText,
    anonymousId: optionalText,
    messageId: optionalText,
    timestamp: timeColumn,
    properties: z.record(z.string(), z.unknown()).optional(),
    product_id: optionalText,
    price: optionalNumber,
    quantity: optionalNumber,
    order_id: optionalText,
    query: optionalText,
  })
  .refine(({ userId, anonymousId }) => userId || anonymousId, { message: 'userId or anonymousId must not be empty' });

/** Events as they were tracked elsewhere. */
export const eventsFormat: ImportFormat = {
  columns: ['timestamp'],
  units: rowByRow(EventRow, ({ product_id, price, quantity, order_id, query, ...row }) => {
    const columns = { product_id, price, quantity, order_id, query };
    const call = { ...row, properties: row.properties ?? present(columns) };
    return { call: present({ ...call, messageId: row.messageId ?? messageIdOf('events', call) }) };
  }),
};

const present = <Fields extends object>(fields: Fields): Fields => JSON.parse(JSON.stringify(fields));
