import * as z from 'zod';
import { PageQuery, pageOf, ShopId } from '../platform/contract.ts';

export const ContentKind = z.enum(['description', 'subject', 'body', 'push', 'ad']);
export type ContentKind = z.infer<typeof ContentKind>;
export const Tone = z.enum(['plain', 'warm', 'playful', 'expert']);
export type Tone = z.infer<typeof Tone>;
export const Length = z.enum(['short', 'medium', 'long']);
export type Length = z.infer<typeof Length>;
export const Language = z.enum(['en', 'zh']);
export type Language = z.infer<typeof Language>;
/** Whose rules on claims hold beside those for all. */
export const Vertical = z.enum(['general', 'fashion', 'electronics', 'travel', 'mother-and-baby', 'food', 'beauty']);
export type Vertical = z.infer<typeof Vertical>;

/** What the catalogue says of an item: the only source of what a text may claim. */
export const Fact = z.object({ name: z.string(), value: z.string() });
export type Fact = z.infer<typeof Fact>;

export const ClaimKind = z.enum([
  'number',
  'material',
  'colour',
  'size',
  'brand',
  'audience',
  'absence',
  'superlative',
  'banned',
  'other',
]);
export type ClaimKind = z.infer<typeof ClaimKind>;

/** `contradicted`: the facts say otherwise. `unverified`: they say nothing. `banned`: no fact could allow it. */
export const ClaimStatus = z.enum(['verified', 'unverified', 'contradicted', 'banned']);
export type ClaimStatus = z.infer<typeof ClaimStatus>;

/** One thing that a text claims, by its place in the text. */
export const Claim = z.object({
  start: z.int(),
  end: z.int(),
  text: z.string(),
  kind: ClaimKind,
  status: ClaimStatus,
  /** The fact that it rests on, or that says otherwise. */
  fact: z.string().optional(),
});
export type Claim = z.infer<typeof Claim>;

/** A sentence of the generated text and what became of it. */
export const CheckedSentence = z.object({
  original: z.string(),
  /** Empty where it was dropped. */
  text: z.string(),
  outcome: z.enum(['kept', 'rewritten', 'dropped']),
  /** Of the original. */
  claims: z.array(Claim),
});
export type CheckedSentence = z.infer<typeof CheckedSentence>;

export const ReadingLevel = z.object({
  /** School years by Flesch and Kincaid for English; characters a sentence for Chinese. */
  value: z.number(),
  measure: z.enum(['flesch-kincaid-grade', 'characters-a-sentence']),
});
export type ReadingLevel = z.infer<typeof ReadingLevel>;

/** A text after the check: what may leave, and why. */
export const CheckedText = z.object({
  text: z.string(),
  sentences: z.array(CheckedSentence),
  /** Of the text that is left: every one is verified. */
  claims: z.array(Claim),
  /** Share of the facts worth telling that the text tells, 0 to 1. */
  factCoverage: z.number(),
  readingLevel: ReadingLevel,
});
export type CheckedText = z.infer<typeof CheckedText>;

/** `superseded` was published once; publishing it again is the way back. */
export const ContentStatus = z.enum(['draft', 'published', 'superseded', 'rejected']);
export type ContentStatus = z.infer<typeof ContentStatus>;

export const ContentId = z.string().regex(/^[0-9A-Za-z-]{6,80}$/, 'a content id is 6–80 letters, digits and hyphens');
export type ContentId = z.infer<typeof ContentId>;

/** Who wrote a text: a model's version, or a person in the console. */
export const Author = z.discriminatedUnion('by', [
  z.object({ by: z.literal('model'), model: z.string(), ignored: z.array(z.string()) }),
  z.object({ by: z.literal('person'), subject: z.string(), revises: ContentId }),
]);
export type Author = z.infer<typeof Author>;

/** One version of one text of one item. Its words never change; its status does. */
export const Content = z.object({
  shop: ShopId,
  contentId: ContentId,
  itemId: z.string(),
  title: z.string(),
  kind: ContentKind,
  tone: Tone,
  length: Length,
  language: Language,
  vertical: Vertical,
  /** Tells variants of one request apart: 1, 2, … */
  variant: z.int().min(1),
  status: ContentStatus,
  checked: CheckedText,
  facts: z.array(Fact),
  author: Author,
  batchId: z.string().optional(),
  createdAt: z.iso.datetime(),
  /** Who published or rejected it, and when. */
  decidedAt: z.iso.datetime().optional(),
  decidedBy: z.string().optional(),
  reason: z.string().optional(),
});
export type Content = z.infer<typeof Content>;

const Wish = {
  kind: ContentKind.default('description'),
  tone: Tone.default('plain'),
  length: Length.default('medium'),
  language: Language.default('en'),
  vertical: Vertical.default('general'),
};

export const CreateContentRequest = z.strictObject({
  itemId: z.string().trim().min(1).max(256),
  ...Wish,
  /** How many different drafts, for a test of one against another. */
  variants: z.int().min(1).max(4).default(1),
});
export type CreateContentRequest = z.infer<typeof CreateContentRequest>;
export const CreateContentResponse = z.object({ data: z.array(Content) });

export const ListContentQuery = PageQuery.extend({
  status: ContentStatus.default('draft'),
  itemId: z.string().max(256).optional(),
});
export type ListContentQuery = z.infer<typeof ListContentQuery>;
export const ContentPage = pageOf(Content);
export type ContentPage = z.infer<typeof ContentPage>;

export const ContentPath = z.object({ contentId: ContentId });
export const RejectContentRequest = z.strictObject({ reason: z.string().max(500).default('') });
export const PublishContentRequest = z.strictObject({});
/** A person's own wording; it is checked like any other, and becomes a draft of its own. */
export const ReviseContentRequest = z.strictObject({ text: z.string().trim().min(1).max(5_000) });

export const ItemContentPath = z.object({ itemId: z.string().min(1).max(256) });
/** What a shop shows: published texts, by kind and language. */
export const PublishedContent = Content.pick({
  contentId: true,
  kind: true,
  language: true,
  tone: true,
  length: true,
  variant: true,
  decidedAt: true,
}).extend({ text: z.string() });
export const ItemContent = z.object({ itemId: z.string(), data: z.array(PublishedContent) });
export type ItemContent = z.infer<typeof ItemContent>;

const name = z.string().min(1);

export const ContentEnv = z.object({ CONTENT_TABLE_NAME: name });
export type ContentEnv = z.infer<typeof ContentEnv>;
/** Texts beside the catalogue that they are held against. */
export const ContentDeskEnv = ContentEnv.extend({ ITEMS_TABLE_NAME: name });
export type ContentDeskEnv = z.infer<typeof ContentDeskEnv>;
/** `GENERATION` is JSON of GenerationSetting; `GENERATION_KEY` the key of a server that wants one. */
export const WritingDeskEnv = ContentDeskEnv.extend({
  MODELS_TABLE_NAME: name,
  GENERATION: name,
  GENERATION_KEY: name.optional(),
});
export type WritingDeskEnv = z.infer<typeof WritingDeskEnv>;
export const RejectContentEnv = ContentEnv.extend({ REQUESTS_TABLE_NAME: name });
export type RejectContentEnv = z.infer<typeof RejectContentEnv>;
export const DecideContentEnv = ContentDeskEnv.extend({ REQUESTS_TABLE_NAME: name });
export type DecideContentEnv = z.infer<typeof DecideContentEnv>;
export const CreateContentEnv = WritingDeskEnv.extend({ REQUESTS_TABLE_NAME: name });
export type CreateContentEnv = z.infer<typeof CreateContentEnv>;
