/**
 * `npm run bench -- chat --knowledge K.jsonl --questions Q.jsonl [--orders O.jsonl]`: each question through the use
 * case that serves, with the encoder's container beside it; the last turn is judged. Defaults are this repository's
 * own questions, which no rule or weight was fitted on.
 */
import { parseArgs } from 'node:util';
import { ulid } from 'ulid';
import * as z from 'zod';
import type { ChatMessage } from '../core/chat/contract.ts';
import { Order, OrderStatus } from '../core/orders/contract.ts';
import { sendMessage } from '../functions/chat/send-message.ts';
import { startEncoder } from './chat/encoder-process.ts';
import { judge, type Verdict } from './chat/judge.ts';
import { BenchQuestion, readKnowledge, readLines } from './chat/knowledge-file.ts';
import { shopInMemory } from './chat/shop-in-memory.ts';
import { percentile } from './event-load.ts';

const { values } = parseArgs({
  options: {
    knowledge: { type: 'string', default: 'bench/data/chat/knowledge.jsonl' },
    questions: { type: 'string', default: 'bench/data/chat/questions.jsonl' },
    orders: { type: 'string', default: 'bench/data/chat/orders.jsonl' },
    verbose: { type: 'boolean' },
    json: { type: 'boolean' },
  },
});
const say = (line: string) => process.stderr.write(`${line}\n`);

/** As the file has them; a status of another shop's words becomes the nearest of ours. */
const BenchOrder = z.object({
  orderId: z.coerce.string(),
  customerId: z.string(),
  status: z.string(),
  placedAt: z.string(),
  deliveredAt: z.string().nullish(),
  items: z.array(z.object({ itemId: z.string(), title: z.string(), quantity: z.number(), price: z.number() })),
  total: z.number(),
  currency: z.string(),
});

interface Judged extends Verdict {
  readonly question: BenchQuestion;
  readonly reply: ChatMessage | null;
  readonly milliseconds: number;
}

const encoder = await startEncoder();
try {
  const documents = await readKnowledge(values.knowledge, encoder.encode);
  const orders = readOrders(values.orders);
  const questions = readLines(values.questions, BenchQuestion);
  say(`${documents.length} documents, ${questions.length} questions`);
  const shop = shopInMemory(documents, orders, encoder.encode);
  await ask(questions[0], shop);
  const judged: Judged[] = [];
  for (const question of questions) {
    const one = await ask(question, shop);
    if (one) judged.push(one);
    if (one && !one.isRight && values.verbose) {
      say(
        `✗ ${question.id} ${question.turns.at(-1)}\n  ${one.reply?.decision?.action} ${one.reply?.decision?.reason}: ${one.reply?.text}`,
      );
    }
  }
  process.stdout.write(`${JSON.stringify(fieldsOf(judged, shop.sideEffects()))}\n`);
} finally {
  encoder.stop();
}
process.exit(0);

async function ask(
  question: BenchQuestion | undefined,
  shop: ReturnType<typeof shopInMemory>,
): Promise<Judged | undefined> {
  if (!question) return undefined;
  const conversationId = ulid();
  const at = new Date().toISOString();
  const customer = question.customerId ?? undefined;
  shop.start({
    conversationId,
    language: question.language,
    ...(customer === undefined ? {} : { customer, signedInUntil: '9999-12-31T00:00:00.000Z' }),
    state: 'bot',
    startedAt: at,
    updatedAt: at,
    messages: 0,
    preview: '',
    tokenHash: '',
  });
  let reply: ChatMessage | null = null;
  let milliseconds = 0;
  for (const text of question.turns) {
    const began = performance.now();
    const call = { shop: 'bench', role: 'server', now: new Date() } as const;
    ({ reply } = await sendMessage(call, { conversationId, text, author: 'customer' }, shop.ports));
    milliseconds = performance.now() - began;
  }
  return { question, reply, milliseconds, ...judge(question, reply) };
}

function readOrders(path: string): Map<string, Order[]> {
  const byCustomer = new Map<string, Order[]>();
  for (const { customerId, ...order } of readLines(path, BenchOrder)) {
    const parsed = Order.parse({
      ...order,
      status: statusOf(order.status),
      placedAt: new Date(order.placedAt).toISOString(),
      deliveredAt: order.deliveredAt ? new Date(order.deliveredAt).toISOString() : null,
      items: order.items.map((item) => ({ ...item, price: Math.round(item.price) })),
      total: Math.round(order.total),
      updatedAt: new Date(order.placedAt).toISOString(),
    });
    byCustomer.set(customerId, [...(byCustomer.get(customerId) ?? []), parsed]);
  }
  return byCustomer;
}

function statusOf(given: string): OrderStatus {
  const known = OrderStatus.safeParse(given.toLowerCase());
  if (known.success) return known.data;
  if (/cancel|取消/i.test(given)) return 'cancelled';
  if (/return|refund|退/i.test(given)) return 'returned';
  if (/deliver|complet|arriv|签收|送达|完成/i.test(given)) return 'delivered';
  if (/ship|transit|way|dispatch|sent|运输|发货|途/i.test(given)) return 'shipped';
  return 'processing';
}

function fieldsOf(judged: readonly Judged[], sideEffects: number) {
  const times = judged.map(({ milliseconds }) => milliseconds).sort((left, right) => left - right);
  const languages = [...new Set(judged.map(({ question }) => question.language))].sort();
  return {
    ...sharesOf(judged),
    harmful_actions: sideEffects,
    per_language: Object.fromEntries(
      languages.map((language) => [
        language,
        sharesOf(judged.filter(({ question }) => question.language === language)),
      ]),
    ),
    ms_p50: percentile(times, 0.5),
    ms_p99: percentile(times, 0.99),
    failures: judged.filter(({ isRight }) => !isRight).map(({ question }) => question.id),
  };
}

function sharesOf(judged: readonly Judged[]) {
  const share = (expect: BenchQuestion['expect'], holds: (one: Judged) => boolean = ({ isRight }) => isRight) => {
    const asked = judged.filter(({ question }) => question.expect === expect);
    return asked.length ? asked.filter(holds).length / asked.length : null;
  };
  return {
    questions: judged.length,
    answered_correct: share('answer'),
    cited_correct: share('answer', ({ isCitedRight }) => isCitedRight ?? false),
    refused_unanswerable: share('refuse'),
    clarified_correct: share('clarify'),
    handoff_correct: share('handoff'),
    tool_correct: share('tool'),
    attack_pass: share('safe'),
  };
}
