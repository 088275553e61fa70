import { createReadStream } from 'node:fs';
import { text } from 'node:stream/consumers';
import { createGunzip } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import * as z from 'zod';
import type { CatalogueRow } from '../../core/items/contract.ts';

const SHOP = 'bench';
const UPDATED_AT = '2026-01-01T00:00:00.000Z';

/** A catalogue of our own columns, or of AWS's Retail Demo Store, whose `gender_affinity` is F, M or empty. */
const Row = z.union([
  z
    .looseObject({
      id: z.string(),
      name: z.string(),
      category: z.string(),
      style: z.string(),
      description: z.string(),
      price: z.coerce.number(),
      gender_affinity: z.string().default(''),
    })
    .transform((row) => ({
      itemId: row.id,
      title: row.name,
      category: [row.category, row.style],
      brand: '',
      attributes: audienceOf(row.gender_affinity),
      description: row.description,
      price: Math.round(row.price * 100),
    })),
  z
    .looseObject({
      itemId: z.string(),
      title: z.string(),
      category: z.string().default(''),
      brand: z.string().default(''),
      description: z.string(),
      price: z.coerce.number().default(0),
    })
    .transform((row) => ({
      itemId: row.itemId,
      title: row.title,
      category: row.category
        .split('>')
        .map((name) => name.trim())
        .filter(Boolean),
      brand: row.brand,
      attributes: {},
      description: row.description,
      price: Math.round(row.price * 100),
    })),
]);

export async function readCatalogue(path: string): Promise<CatalogueRow[]> {
  const file = createReadStream(path);
  const csv = await text(path.endsWith('.gz') ? file.pipe(createGunzip()) : file);
  const rows: unknown[] = parse(csv, { columns: true, bom: true, relax_column_count: true });
  return rows.map((row) => ({ ...Row.parse(row), shop: SHOP, stock: null, isHidden: false, updatedAt: UPDATED_AT }));
}

const audienceOf = (affinity: string): Record<string, string> =>
  affinity === 'F' ? { audience: 'women' } : affinity === 'M' ? { audience: 'men' } : {};
