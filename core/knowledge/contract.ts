import * as z from 'zod';
import { PageQuery, pageOf } from '../platform/contract.ts';
import { BatchReceipt, rowsOf } from '../platform/parse-rows.ts';

export const Language = z.enum(['en', 'zh']);
export type Language = z.infer<typeof Language>;

export const KnowledgeKind = z.enum(['policy', 'faq', 'page', 'product']);
export type KnowledgeKind = z.infer<typeof KnowledgeKind>;

export const KnowledgeFormat = z.enum(['markdown', 'html', 'csv']);
export type KnowledgeFormat = z.infer<typeof KnowledgeFormat>;

/** May stand in a path. */
export const DocumentId = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/, 'an id is 1–100 letters, digits, dots, dashes and underscores');

/** Something that a shop knows and that the chat may cite. */
export const PutDocument = z.strictObject({
  id: DocumentId,
  language: Language,
  kind: KnowledgeKind,
  title: z.string().trim().min(1).max(300),
  /** @default told by the text: a tag at its start means HTML, anything else is Markdown */
  format: KnowledgeFormat.optional(),
  text: z.string().trim().min(1).max(60_000),
  /** Where a customer may read all of it. */
  url: z
    .url({ protocol: /^https?$/ })
    .max(2_000)
    .optional(),
});
export type PutDocument = z.infer<typeof PutDocument>;

export const PutKnowledgeRequest = z.strictObject({ documents: rowsOf(PutDocument, 25) });
export type PutKnowledgeRequest = z.infer<typeof PutKnowledgeRequest>;

/** `version` is that of the shop's whole knowledge: every change makes a new one. */
export const PutKnowledgeResponse = BatchReceipt.extend({ version: z.int() });
export type PutKnowledgeResponse = z.infer<typeof PutKnowledgeResponse>;

export const KnowledgePath = z.object({ documentId: DocumentId });
export type KnowledgePath = z.infer<typeof KnowledgePath>;

export const DeleteKnowledgeResponse = z.object({
  id: DocumentId,
  status: z.enum(['deleted', 'unknown']),
  version: z.int(),
});
export type DeleteKnowledgeResponse = z.infer<typeof DeleteKnowledgeResponse>;

/** One sentence with the place that it stands in. Sentences of one paragraph follow each other. */
export const Sentence = z.object({
  text: z.string(),
  /** From the document's first heading to the nearest. */
  headings: z.array(z.string()),
  paragraph: z.int(),
  /** 384 numbers of −127 … 127, in base64; absent where the encoder does not know the language. */
  vector: z.string().optional(),
});
export type Sentence = z.infer<typeof Sentence>;

/** A document as it is stored. `version` counts its own changes and `changedIn` is the shop's version that brought it. */
export const KnowledgeDocument = z.object({
  id: DocumentId,
  language: Language,
  kind: KnowledgeKind,
  title: z.string(),
  url: z.string().optional(),
  version: z.int(),
  changedIn: z.int(),
  updatedAt: z.iso.datetime(),
  sentences: z.array(Sentence),
  /** Sentences left out because they speak to a machine and not to a customer. */
  dropped: z.array(z.string()).default([]),
});
export type KnowledgeDocument = z.infer<typeof KnowledgeDocument>;

export const KnowledgeSummary = KnowledgeDocument.omit({ sentences: true }).extend({ sentences: z.int() });
export type KnowledgeSummary = z.infer<typeof KnowledgeSummary>;

export const KnowledgePage = pageOf(KnowledgeSummary).extend({ version: z.int() });
export type KnowledgePage = z.infer<typeof KnowledgePage>;
export const ListKnowledgeQuery = PageQuery;

const name = z.string().min(1);

export const KnowledgeEnv = z.object({ KNOWLEDGE_TABLE_NAME: name });
export type KnowledgeEnv = z.infer<typeof KnowledgeEnv>;

export const PutKnowledgeEnv = KnowledgeEnv.extend({ REQUESTS_TABLE_NAME: name, EMBEDDINGS_ENDPOINT_NAME: name });
export type PutKnowledgeEnv = z.infer<typeof PutKnowledgeEnv>;
