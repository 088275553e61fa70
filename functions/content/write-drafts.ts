import { createHash } from 'node:crypto';
import { checkText } from '../../core/content/check-text.ts';
import { chooseDrafts } from '../../core/content/choose-drafts.ts';
import type { Author, CheckedText, CreateContentRequest, Fact } from '../../core/content/contract.ts';
import { gatherFacts } from '../../core/content/gather-facts.ts';
import { messagesFor } from '../../core/content/prompts/messages-for.ts';
import type { CatalogueRow } from '../../core/items/contract.ts';
import type { ShopId } from '../../core/platform/contract.ts';
import type { CompleteText } from './complete-text.ts';
import { NothingVerifiableError } from './content-errors.ts';

/** Texts that are asked for, for each that is wanted: the check leaves the best of them. */
const SAMPLES = 6;
const MOST_SAMPLES = 16;
const TOKENS = { short: 60, medium: 120, long: 200 } as const;

export type TextWish = Omit<CreateContentRequest, 'itemId'>;

export interface Drafts {
  readonly facts: readonly Fact[];
  readonly texts: readonly CheckedText[];
  readonly author: Author;
}

/** Has texts written, holds each against the facts and takes the best. The same wish with the same seed asks the same. */
export async function writeDrafts(
  shop: ShopId,
  item: CatalogueRow,
  wish: TextWish,
  complete: CompleteText,
  seed = seedOf(item, wish),
): Promise<Drafts> {
  const facts = gatherFacts(item);
  const completion = await complete(shop, item.itemId, {
    messages: messagesFor(wish, facts),
    n: Math.min(MOST_SAMPLES, SAMPLES * wish.variants),
    temperature: 0.8,
    top_p: 0.9,
    max_tokens: TOKENS[wish.length],
    seed,
  });
  const checked = completion.choices.map(({ message }) => checkText(message.content ?? '', facts, wish));
  const texts = chooseDrafts(checked, wish.length, wish.variants);
  if (!texts.length) throw new NothingVerifiableError(item.itemId);
  return { facts, texts, author: { by: 'model', model: completion.model, ignored: completion.ignored ?? [] } };
}

const seedOf = (item: CatalogueRow, wish: TextWish) =>
  createHash('sha256')
    .update(JSON.stringify([item.itemId, item.updatedAt, wish]))
    .digest()
    .readUInt32BE() >>> 1;
