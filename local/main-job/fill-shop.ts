import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { seedDemoShop } from '../demo/seed.ts';
import { seedChat } from '../demo/seed-chat.ts';
import { createDemoShop } from '../demo/shop.ts';
import { importFile } from '../import/import-file.ts';
import type { Laptop } from '../laptop.ts';
import { saveState } from '../saved-state.ts';
import { awaitEmptyQueue } from './await-empty-queue.ts';
import { once } from './once.ts';

/** What the shop holds, so that a later start does not send it again. */
const Filled = z.object({ source: z.string(), end: z.iso.datetime() });
export type Filled = z.infer<typeof Filled>;

const DEMO_DAYS = 60;

/** Fills the shop once: with a file of real orders, or with the history of the demo shop. */
export async function fillShop(
  laptop: Laptop,
  orders: string | undefined,
  onProgress: (line: string) => void,
): Promise<Filled> {
  const kept = join(laptop.settings.PERENNIAL_STATE_DIR, 'filled.json');
  const source = orders ?? 'demo';
  if (existsSync(kept)) {
    const before = Filled.parse(JSON.parse(readFileSync(kept, 'utf8')));
    if (before.source === source) return before;
    throw new Error(
      `This laptop's shop holds ${before.source}; \`npm start -- --reset\` begins anew, or set PERENNIAL_STATE_DIR to another folder`,
    );
  }
  const filled = { source, end: new Date().toISOString() };
  if (orders) await importOrders(laptop, orders, onProgress);
  else await seedDemo(laptop, new Date(filled.end), onProgress);
  await awaitEmptyQueue(laptop.outputs.EventsQueueUrl, (left) => onProgress(`shop: ${left} messages to work through`));
  await saveState(laptop.addresses.emulatorUrl);
  writeFileSync(kept, JSON.stringify(filled));
  return filled;
}

async function seedDemo({ server, tracker }: Laptop, end: Date, onProgress: (line: string) => void): Promise<void> {
  const shop = createDemoShop();
  onProgress(`shop: ${shop.items.length} items, ${shop.shoppers.length} customers, ${DEMO_DAYS} days of events`);
  let told = 0;
  const sent = await seedDemoShop({
    shop,
    server,
    tracker,
    end,
    days: DEMO_DAYS,
    onProgress: (count) => {
      if (count - told < 20_000) return;
      told = count;
      onProgress(`shop: ${count} events acknowledged`);
    },
  });
  onProgress(`shop: all ${sent} events acknowledged`);
}

/** The demo shop's policies, orders and inquiries, for its chat. */
export async function teachChat({ server, settings }: Laptop, onProgress: (line: string) => void): Promise<void> {
  await once(settings, 'chat', async () => {
    await seedChat(server, createDemoShop(), new Date());
    onProgress('shop: the chat knows its policies and orders');
  });
}

async function importOrders(laptop: Laptop, file: string, onProgress: (line: string) => void): Promise<void> {
  if (!existsSync(file)) throw new Error(`There is no file ${file}`);
  let told = 0;
  const { addresses, access, settings, server } = laptop;
  const summary = await importFile({
    file,
    format: 'online-retail',
    mapping: {},
    server,
    destination: createHash('sha256').update(`${addresses.apiUrl} ${access.secretKey}`).digest('hex'),
    folder: join(settings.PERENNIAL_STATE_DIR, 'imports'),
    onProgress: ({ share, rowsDone }) => {
      if (share - told < 0.1) return;
      told = share;
      onProgress(`shop: ${Math.round(share * 100)} % of the orders read, ${rowsDone} rows sent`);
    },
  });
  onProgress(
    `shop: ${summary.rowsDone} rows of orders became ${summary.eventsSent} events; ${summary.rowsBad} left out, each with its reason in ${summary.errorsPath}`,
  );
}
