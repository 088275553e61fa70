import type { ItemFields, PartOfItem } from '../../core/items/contract.ts';
import type { ShopId } from '../../core/platform/contract.ts';
import type { ReadCatalogue } from './read-catalogue.ts';

/** Longer values are texts of their own, which nobody picks from a list. */
const LONGEST_VALUE = 100;
const MOST_VALUES = 200;
const MOST_ATTRIBUTES = 50;
const MOST_OF_AN_ATTRIBUTE = 50;

type FieldOfItems = ItemFields['fields'][number];

/** What people may pick in a filter, as far as the catalogue was looked through. */
export async function listItemFields(shop: ShopId, readCatalogue: ReadCatalogue): Promise<ItemFields> {
  const { items, isWhole } = await readCatalogue(shop, ['brand', 'category', 'attributes']);
  const byAttribute = Map.groupBy(
    items.flatMap(({ attributes = {} }) => Object.entries(attributes)),
    ([name]) => name,
  );
  const attributes = [...byAttribute].map(([name, said]) =>
    fieldOf(
      ['attributes', name],
      said.map(([, value]) => [value]),
      MOST_OF_AN_ATTRIBUTE,
    ),
  );
  const common = [
    fieldOf(
      ['brand'],
      items.map(({ brand = '' }: PartOfItem) => [brand]),
      MOST_VALUES,
    ),
    fieldOf(
      ['category'],
      items.map(({ category = [] }) => category),
      MOST_VALUES,
    ),
  ];
  return { looked: items.length, isWhole, fields: [...common, ...mostUsual(attributes).slice(0, MOST_ATTRIBUTES)] };
}

function fieldOf(names: string[], said: readonly (readonly string[])[], most: number): FieldOfItems {
  const counts = new Map<string, number>();
  for (const values of said)
    for (const value of new Set(values)) if (value) counts.set(value, (counts.get(value) ?? 0) + 1);
  const values = mostUsual([...counts].map(([value, items]) => ({ value, items })));
  const shown = values.filter(({ value }) => value.length <= LONGEST_VALUE).slice(0, most);
  return {
    names,
    items: said.filter((values) => values.some(Boolean)).length,
    values: shown,
    hasMore: shown.length < values.length,
  };
}

const mostUsual = <Counted extends { readonly items: number }>(counted: readonly Counted[]): Counted[] =>
  counted.toSorted((one, other) => other.items - one.items);
