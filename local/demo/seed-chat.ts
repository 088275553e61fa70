import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ApiClient } from '../api-client.ts';
import { demoInquiries } from './inquiries.ts';
import type { DemoShop } from './shop.ts';

const KNOWLEDGE = 'local/demo/knowledge';
const DAY_MS = 86_400_000;
/** So many of the first customers have an order that the chat can look up. */
const CUSTOMERS_WITH_ORDERS = 40;
const STATUSES = ['shipped', 'delivered', 'processing'] as const;

/** What the demo shop's chat knows, whose orders it may look up, and the inquiries that its intent model learns from. */
export async function seedChat(server: ApiClient, shop: DemoShop, end: Date): Promise<void> {
  await server.put('/knowledge', { documents: demoDocuments() });
  await server.post('/orders', { orders: demoOrders(shop, end) });
  await server.post('/chat/inquiries', { inquiries: demoInquiries() });
}

/** Each Markdown file is a document: `returns.en.md` is `returns-en`, titled by its first heading. */
export function demoDocuments() {
  return readdirSync(KNOWLEDGE)
    .sort()
    .map((file) => {
      const [name = '', language = 'en'] = file.split('.');
      const text = readFileSync(join(KNOWLEDGE, file), 'utf8');
      return { id: `${name}-${language}`, language, kind: 'policy', title: /^# (.+)$/m.exec(text)?.[1] ?? name, text };
    });
}

function demoOrders({ shoppers, items }: DemoShop, end: Date) {
  return shoppers.slice(0, CUSTOMERS_WITH_ORDERS).flatMap(({ customerId }, index) => {
    const item = items[index % items.length];
    const status = STATUSES[index % STATUSES.length] ?? 'shipped';
    if (!item || !customerId) return [];
    const at = (days: number) => new Date(end.getTime() - days * DAY_MS).toISOString();
    return [
      {
        orderId: String(100_001 + index),
        customerId,
        status,
        placedAt: at(5),
        shippedAt: status === 'processing' ? null : at(3),
        deliveredAt: status === 'delivered' ? at(1) : null,
        items: [{ itemId: item.itemId, title: item.title, quantity: 1, price: item.price }],
        total: item.price,
        currency: 'EUR',
        updatedAt: at(1),
      },
    ];
  });
}
