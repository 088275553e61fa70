import type { KnowledgeDocument } from '../../../core/knowledge/contract.ts';
import { createIndexReader } from '../../../functions/chat/read-index.ts';
import { aStoredDocument } from '../../support/knowledge.ts';

function aShop(documents: KnowledgeDocument[]) {
  let version = 1;
  let reads = 0;
  const reader = createIndexReader(
    {
      version: async () => version,
      readAll: async () => {
        reads++;
        return { version, documents: [...documents] };
      },
    },
    { list: async () => ({ data: [], has_more: false, next_cursor: null }) },
    {
      get: async () => ({
        shop: 'demo',
        name: 'Demo',
        currency: 'EUR',
        wrappedSecret: '',
        experimentSalt: '',
        holdoutShare: 0.05,
        createdAt: '2026-01-01T00:00:00.000Z',
      }),
    },
  );
  return {
    reader,
    reads: () => reads,
    remove: (id: string) => {
      documents.splice(
        documents.findIndex((one) => one.id === id),
        1,
      );
      version++;
    },
  };
}

describe('createIndexReader', () => {
  it('forgets a deleted document at the very next question', async () => {
    const shop = aShop([aStoredDocument(), aStoredDocument({ id: 'other' })]);
    await shop.reader('demo');

    shop.remove('returns');

    expect([...(await shop.reader('demo')).documents.keys()]).toEqual(['other']);
  });

  it('reads knowledge once while it does not change', async () => {
    const shop = aShop([aStoredDocument()]);

    await shop.reader('demo');
    await shop.reader('demo');

    expect(shop.reads()).toBe(1);
  });
});
