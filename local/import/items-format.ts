import * as z from 'zod';
import { type ImportFormat, idColumn, numberColumn, rowByRow } from './import-format.ts';

const text = z.preprocess((value) => value ?? '', z.union([z.string(), z.number().transform(String)]));
const isTrue = z.preprocess((value) => ['1', 'true', 'yes'].includes(String(value ?? '').toLowerCase()), z.boolean());

/**
 * A catalogue: `category` is a path written with `/` or `>`; `price` is in major units, as catalogues are written;
 * `imageVector` a list of numbers, in a file of text with spaces, commas or brackets between them.
 */
const ItemRow = z.looseObject({
  itemId: idColumn,
  title: text.pipe(z.string().trim().min(1, 'must not be empty')),
  description: text,
  category: z.union([z.array(z.string()), text.transform(pathOf)]).default([]),
  brand: text,
  price: numberColumn,
  stock: z.preprocess((value) => (value === '' || value === undefined ? null : value), numberColumn.nullable()),
  isHidden: isTrue,
  imageVector: z.preprocess(numbersOf, z.array(z.number()).optional()),
});

const ATTRIBUTE = 'attributes.';

/** Further columns are attributes where they are named `attributes.colour`, and otherwise left. */
export const itemsFormat: ImportFormat = {
  columns: ['itemId', 'title', 'price'],
  units: rowByRow(
    ItemRow,
    ({ itemId, title, description, category, brand, price, stock, isHidden, imageVector, ...rest }) => ({
      item: {
        ...{ itemId, title, description, category, brand, isHidden },
        price: Math.round(price * 100),
        stock: stock === null ? null : Math.max(0, Math.round(stock)),
        attributes: attributesOf(rest),
        ...(imageVector ? { imageVector } : {}),
      },
    }),
  ),
};

function pathOf(category: string): string[] {
  return category
    .split(/[/>]/)
    .map((part) => part.trim())
    .filter(Boolean);
}

function numbersOf(value: unknown): unknown {
  if (value === null || value === '') return undefined;
  return typeof value === 'string'
    ? value
        .split(/[\s,;[\]]+/)
        .filter(Boolean)
        .map(Number)
    : value;
}

function attributesOf(columns: Readonly<Record<string, unknown>>): Record<string, string> {
  const nested = z.record(z.string(), z.string()).safeParse(columns.attributes);
  const named = Object.entries(columns)
    .filter(([key, value]) => key.startsWith(ATTRIBUTE) && value !== '' && value !== null && value !== undefined)
    .map(([key, value]) => [key.slice(ATTRIBUTE.length), String(value)] as const);
  return { ...(nested.success ? nested.data : {}), ...Object.fromEntries(named) };
}
