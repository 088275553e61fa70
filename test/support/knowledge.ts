import type { KnowledgeDocument, PutDocument } from '../../core/knowledge/contract.ts';
import { readDocument } from '../../core/knowledge/read-document.ts';

export const aDocument = (given: Partial<PutDocument> = {}): PutDocument => ({
  id: 'returns',
  language: 'en',
  kind: 'policy',
  title: 'Returns',
  text: 'You can return unused items within 21 days of delivery. Returns are free of charge.',
  ...given,
});

/** As it would be stored, without vectors: what is found is then found by words. */
export const aStoredDocument = (given: Partial<PutDocument> = {}): KnowledgeDocument => {
  const document = aDocument(given);
  return { ...document, ...readDocument(document), version: 1, changedIn: 1, updatedAt: '2026-01-01T00:00:00.000Z' };
};
