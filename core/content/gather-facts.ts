import type { CatalogueRow } from '../items/contract.ts';
import type { Fact } from './contract.ts';

const MOST_FACTS = 24;

/**
 * What the catalogue says of an item, the widest first. Its present description is no fact: it may be the very text
 * that is to be replaced. The price is none either, because a text outlives it.
 */
export function gatherFacts(item: Pick<CatalogueRow, 'title' | 'category' | 'brand' | 'attributes'>): Fact[] {
  const named: readonly (readonly [string, string])[] = [
    ['title', item.title],
    ['category', item.category.join(' > ')],
    ['brand', item.brand],
    ...Object.entries(item.attributes),
  ];
  return named.flatMap(([name, value]) => (value.trim() ? [{ name, value: oneLine(value) }] : [])).slice(0, MOST_FACTS);
}

/** A fact is one line of what a model is told, so that no value can pose as another fact. */
const oneLine = (value: string) => value.replaceAll(/\s+/g, ' ').trim();
