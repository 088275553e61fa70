import type { CatalogueRow } from './contract.ts';

/** An item under one of its traits. */
export interface TraitLine {
  readonly trait: string;
  readonly itemId: string;
}

/** Items that have a trait; `isWhole` where there are no others. */
export interface TraitList {
  readonly itemIds: readonly string[];
  readonly isWhole: boolean;
}

/** An item is listed under so many of its traits, categories first. */
const MOST_TRAITS = 30;
/** A longer value is a text and nobody's trait; and a key of a table holds 2 KB. */
const LONGEST_VALUE = 200;

/** Something that items have in common: `brand=Norra`, `category=Socks`, `attributes.colour=red`. */
export const traitOf = (field: string, value: string): string | undefined =>
  value && value.length <= LONGEST_VALUE ? `${field}=${value}` : undefined;

/** What an item is listed under, so that a filter finds it in a catalogue of any size. */
export function traitsOf({ category, brand, attributes }: Pick<CatalogueRow, 'category' | 'brand' | 'attributes'>) {
  const said = [
    ...category.map((name) => traitOf('category', name)),
    traitOf('brand', brand),
    ...Object.entries(attributes).map(([name, value]) => traitOf(`attributes.${name}`, value)),
  ];
  return new Set(said.filter((trait) => trait !== undefined).slice(0, MOST_TRAITS));
}
