import type { Order, OrderRequestKind } from '../orders/contract.ts';
import { judgeRequest } from '../orders/judge-request.ts';
import type { ChatDecision, ToolName } from './contract.ts';
import { type Knowing, type Reply, ruled, type Turn } from './reply.ts';
import { WORDINGS } from './wordings.ts';

const LISTED = 5;

/** Where a customer's order is, told to that customer alone. */
export async function tellStatus(orderIds: readonly string[], { language }: Turn, { orders }: Knowing): Promise<Reply> {
  const words = WORDINGS[language];
  if (!orders) return ruled('clarify', 'sign-in-needed', words.signIn);
  const own = await orders();
  const asked = own.filter((order) => isNamed(order, orderIds));
  // An order of somebody else and an order of nobody are answered alike.
  if (orderIds.length && !asked.length) return ruled('clarify', 'order-not-found', words.noSuchOrder);
  if (!own.length) return ruled('clarify', 'order-not-found', words.noOrder);
  const open = own.filter(({ status }) => status === 'processing' || status === 'shipped');
  const [only, ...others] = asked.length ? asked : open.length ? open : own;
  if (!only || others.length) return ruled('clarify', 'several-orders', words.whichOrder(idsOf(own)));
  return ruled('tool', 'order-found', words.order(only), { name: 'order-status', orderIds: [only.orderId] });
}

/** Asks whether to do it, once it is known which order is meant and that it may be done. Nothing is done yet. */
export async function proposeRequest(
  kind: OrderRequestKind,
  orderIds: readonly string[],
  { language }: Turn,
  { orders, request, now }: Knowing,
): Promise<Reply> {
  const words = WORDINGS[language];
  if (!orders) return ruled('clarify', 'sign-in-needed', words.signIn);
  if (!request) return ruled('clarify', 'sign-in-needed', words.signInAgain);
  const own = await orders();
  const asked = own.filter((order) => isNamed(order, orderIds));
  if (orderIds.length && !asked.length) return ruled('clarify', 'order-not-found', words.noSuchOrder);
  if (!own.length) return ruled('clarify', 'order-not-found', words.noOrder);
  const meant = asked.length ? asked : own.filter((order) => judgeRequest(kind, order, now).isAllowed);
  const [only, ...others] = meant;
  if (!only) return ruled('clarify', 'not-possible', words.noneFits[kind]);
  const name = TOOLS[kind];
  if (others.length) {
    return ruled('clarify', 'several-orders', words.whichOrder(idsOf(meant)), { name, orderIds: idsOf(meant) });
  }
  const verdict = judgeRequest(kind, only, now);
  return verdict.isAllowed
    ? ruled('clarify', 'confirmation-needed', words.confirm[kind](only), { name, orderIds: [only.orderId] })
    : refuse(verdict.because, only, words);
}

/** Does what the bot asked about and the customer agreed to. It is judged again: the order may have left since. */
export async function carryOut(
  { name, orderIds = [] }: NonNullable<ChatDecision['tool']>,
  { language }: Turn,
  { orders, request, now }: Knowing,
): Promise<Reply> {
  const words = WORDINGS[language];
  if (!orders || !request) return ruled('clarify', 'sign-in-needed', words.signInAgain);
  const kind = kindOf(name);
  const order = (await orders()).find((one) => isNamed(one, orderIds));
  if (!order || !kind) return ruled('clarify', 'order-not-found', words.noSuchOrder);
  const verdict = judgeRequest(kind, order, now);
  if (!verdict.isAllowed) return refuse(verdict.because, order, words);
  const outcome = await request(kind, order, verdict.becomes);
  if (outcome === 'changed') return ruled('clarify', 'not-possible', words.changedMeanwhile);
  if (outcome === 'repeated') return refuse('done-already', { ...order, status: verdict.becomes }, words);
  const reason = kind === 'cancel' ? 'order-cancelled' : 'return-requested';
  return ruled('tool', reason, words.done[kind](order.orderId), { name, orderIds: [order.orderId] });
}

/** What a tool that was named before does to an order; undefined for one that only looks. */
export const kindOf = (tool: ToolName | undefined): OrderRequestKind | undefined =>
  tool === 'cancel-order' ? 'cancel' : tool === 'return-order' ? 'return' : undefined;

const TOOLS: Readonly<Record<OrderRequestKind, ToolName>> = { cancel: 'cancel-order', return: 'return-order' };

type Words = (typeof WORDINGS)[keyof typeof WORDINGS];

function refuse(because: keyof Words['impossible'], order: Order, words: Words): Reply {
  const reason = because === 'done-already' ? 'done-already' : 'not-possible';
  return ruled('clarify', reason, words.impossible[because](order));
}

const idsOf = (orders: readonly Order[]) => orders.map(({ orderId }) => orderId).slice(0, LISTED);
const isNamed = ({ orderId }: Order, ids: readonly string[]) => ids.some((id) => bare(id) === bare(orderId));
const bare = (id: string) => id.replace(/^#/, '').toLowerCase();
