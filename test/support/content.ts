import { checkText } from '../../core/content/check-text.ts';
import type { Content } from '../../core/content/contract.ts';
import { gatherFacts } from '../../core/content/gather-facts.ts';
import type { Completion } from '../../core/content/generation-contract.ts';
import type { CatalogueRow } from '../../core/items/contract.ts';

export const anItem = (given: Partial<CatalogueRow> = {}): CatalogueRow => ({
  shop: 'acme',
  itemId: 'pack-1',
  title: 'Mauve Leather Daypack',
  description: '',
  category: ['Accessories', 'Backpack'],
  brand: 'Fellside',
  attributes: { capacity: '18 l' },
  price: 14_999,
  stock: null,
  isHidden: false,
  updatedAt: '2026-11-01T00:00:00.000Z',
  ...given,
});

export const aCompletion = (...texts: string[]): Completion => ({
  model: 'compact-1',
  choices: texts.map((content) => ({ message: { content } })),
  ignored: ['tone'],
});

/** A stored text; `text` goes through the check as every text does. */
export function aContent({
  text = 'Love our leather daypack.',
  ...given
}: Partial<Content> & { text?: string } = {}): Content {
  const facts = gatherFacts(anItem());
  const wish = { kind: 'description', vertical: 'general' } as const;
  return {
    shop: 'acme',
    contentId: 'content-1',
    itemId: 'pack-1',
    title: 'Mauve Leather Daypack',
    ...wish,
    tone: 'plain',
    length: 'medium',
    language: 'en',
    variant: 1,
    status: 'draft',
    checked: checkText(text, facts, wish),
    facts,
    author: { by: 'model', model: 'compact-1', ignored: [] },
    createdAt: '2026-11-02T00:00:00.000Z',
    ...given,
  };
}
