import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { changeOnCondition } from '../platform/change-on-condition.ts';
import { chunksOf } from '../platform/chunks-of.ts';
import type { PageQuery, ShopId } from '../platform/contract.ts';
import type { Page } from '../platform/cursor.ts';
import { allRows, pageOfRows } from '../platform/partition-rows.ts';
import { refusal } from '../platform/refusal.ts';
import { writtenTogether } from '../platform/written-together.ts';
import { KnowledgeDocument, type KnowledgeSummary } from './contract.ts';

/** A document may weigh 300 KB and a transaction 4 MB. */
const WRITTEN_TOGETHER = 10;

const StoredVersion = z.object({ version: z.int() });
const StoredSummary = KnowledgeDocument.omit({ sentences: true }).extend({ sentenceCount: z.int() });

export type UnversionedDocument = Omit<KnowledgeDocument, 'version' | 'changedIn'>;
export type KnowledgeRepository = ReturnType<typeof createKnowledgeRepository>;

/**
 * What a shop knows. Each change and the shop's new version are written together, so whoever sees a version sees all
 * that it changed: a document deleted in version 7 is in no index of version 7.
 */
export function createKnowledgeRepository(client: DynamoDBDocumentClient, tableName: string) {
  async function version(shop: ShopId): Promise<number> {
    const { Item } = await client.send(
      new GetCommand({ TableName: tableName, Key: { pk: shopKey(shop), sk: VERSION }, ConsistentRead: true }),
    );
    return Item ? StoredVersion.parse(Item).version : 0;
  }

  async function summary(shop: ShopId, id: string) {
    const { Item } = await client.send(
      new GetCommand({
        TableName: tableName,
        Key: documentKey(shop, id),
        ConsistentRead: true,
        ProjectionExpression: 'version',
      }),
    );
    return Item && StoredVersion.parse(Item);
  }

  /** Writes `changesFor` the next version with that version, or again for a later one when somebody was faster. */
  async function writeNext(shop: ShopId, changesFor: (next: number) => Promise<Changes>): Promise<number> {
    const { held, next } = await changeOnCondition({
      read: () => version(shop),
      change: async (before) => {
        const changes = await changesFor(before + 1);
        return changes.length ? changes : undefined;
      },
      write: (changes, before) => writtenTogether(client, [bump(tableName, shop, before), ...changes]),
      refusal: refusal('knowledge-busy', {}),
    });
    return next ? held + 1 : held;
  }

  return {
    version,

    /** Adds or replaces documents; answers the shop's new version. */
    async putAll(shop: ShopId, documents: readonly UnversionedDocument[]): Promise<number> {
      let last = 0;
      for (const chunk of chunksOf(documents, WRITTEN_TOGETHER)) {
        last = await writeNext(shop, (changedIn) =>
          Promise.all(
            chunk.map(async (document) => {
              const known = await summary(shop, document.id);
              const row = { ...document, version: (known?.version ?? 0) + 1, changedIn };
              const Item = { ...documentKey(shop, document.id), ...row, sentenceCount: row.sentences.length };
              return { Put: { TableName: tableName, Item } };
            }),
          ),
        );
      }
      return last;
    },

    /** Removes a document for good; the version stays as it is where there was none. */
    async remove(shop: ShopId, id: string): Promise<{ readonly wasThere: boolean; readonly version: number }> {
      let wasThere = false;
      const last = await writeNext(shop, async () => {
        wasThere = (await summary(shop, id)) !== undefined;
        return wasThere ? [{ Delete: { TableName: tableName, Key: documentKey(shop, id) } }] : [];
      });
      return { wasThere, version: last };
    },

    /** Everything, with the version that it is at least of. */
    async readAll(shop: ShopId): Promise<{ readonly version: number; readonly documents: KnowledgeDocument[] }> {
      // The version is read first: what changes meanwhile makes the next reader come again.
      const current = await version(shop);
      const documents = await allRows(client, documentsOf(tableName, shop), { isConsistent: true }, KnowledgeDocument);
      return { version: current, documents };
    },

    async list(shop: ShopId, page: PageQuery): Promise<Page<KnowledgeSummary>> {
      const asked = { ...page, isConsistent: true, attributes: SUMMARISED };
      const { data, ...rest } = await pageOfRows(client, documentsOf(tableName, shop), asked, StoredSummary);
      return { ...rest, data: data.map(({ sentenceCount, ...row }) => ({ ...row, sentences: sentenceCount })) };
    },
  };
}

type Changes = Parameters<typeof writtenTogether>[1];

const bump = (TableName: string, shop: ShopId, before: number) => ({
  Put: {
    TableName,
    Item: { pk: shopKey(shop), sk: VERSION, version: before + 1 },
    ConditionExpression: before ? 'version = :before' : 'attribute_not_exists(pk)',
    ...(before ? { ExpressionAttributeValues: { ':before': before } } : {}),
  },
});

const SUMMARISED = Object.keys(StoredSummary.shape);
const documentsOf = (tableName: string, shop: ShopId) => ({ tableName, pk: shopKey(shop), prefix: 'DOCUMENT#' });

const VERSION = 'VERSION';
const shopKey = (shop: ShopId) => `SHOP#${shop}#KNOWLEDGE`;
const documentKey = (shop: ShopId, id: string) => ({ pk: shopKey(shop), sk: `DOCUMENT#${id}` });
