import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { changeOnCondition, onRevision } from '../platform/change-on-condition.ts';
import type { ShopId } from '../platform/contract.ts';
import { readRows } from '../platform/many-rows.ts';
import { refusal } from '../platform/refusal.ts';
import { writtenAlone } from '../platform/written-together.ts';
import { Contact, type Contacted, emptyContact } from './contract.ts';

/** Longer than any cap looks back is not needed, beyond the longest `repeatAfterDays`. */
const REMEMBERED = 60;

export type ContactRepository = ReturnType<typeof createContactRepository>;

/** Whether a customer may be written to. Every change is conditional on what it was decided upon. */
export function createContactRepository(client: DynamoDBDocumentClient, tableName: string) {
  async function getMany(shop: ShopId, customers: readonly string[]): Promise<Map<string, Contact>> {
    const rows = await readRows(client, tableName, {
      keys: [...new Set(customers)].map((customer) => contactKey(shop, customer)),
      isConsistent: true,
      refusal: refusal('contacts-unread', {}),
    });
    return new Map(rows.map((row) => [String(row.pk).slice(contactKey(shop, '').pk.length), Contact.parse(row)]));
  }

  return {
    /** By pseudonym; nobody is left out who has ever answered or been written to. */
    getMany,

    /** Changes a contact from what it is to what `change` makes of it. Answers whether there was anything to change. */
    async change(shop: ShopId, customer: string, change: (contact: Contact) => Contact): Promise<boolean> {
      const { next } = await changeOnCondition({
        read: async () => (await getMany(shop, [customer])).get(customer) ?? emptyContact,
        change: (held) => {
          const changed = change(held);
          return JSON.stringify(changed) === JSON.stringify(held) ? undefined : changed;
        },
        write: (changed, held) => writtenAlone(client, toWrite(tableName, shop, customer, held, changed)),
        refusal: refusal('contact-busy', {}),
      });
      return next !== undefined;
    },

    /**
     * For a transaction: the contact has not changed since it was read, and now counts one message more; none more
     * where the message was counted before.
     */
    toCount: (shop: ShopId, customer: string, held: Contact, sent: Contacted | undefined) => ({
      Put: toWrite(tableName, shop, customer, held, {
        ...held,
        contacted: sent ? [sent, ...held.contacted].slice(0, REMEMBERED) : held.contacted,
      }),
    }),
  };
}

function toWrite(TableName: string, shop: ShopId, customer: string, held: Contact, changed: Contact) {
  return {
    TableName,
    Item: { ...contactKey(shop, customer), ...changed, revision: held.revision + 1 },
    ...onRevision(held.revision),
  };
}

const contactKey = (shop: ShopId, customer: string) => ({ pk: `SHOP#${shop}#CONTACT#${customer}`, sk: 'CONTACT' });
