import { answerability } from '../knowledge/answerability.ts';
import type { Language } from '../knowledge/contract.ts';
import { type Evidence, findEvidence } from '../knowledge/find-evidence.ts';
import type { KnowledgeIndex } from '../knowledge/knowledge-index.ts';
import type { Order } from '../orders/contract.ts';
import type { ChatDecision, Citation } from './contract.ts';
import { orderIdsIn, recognise, type Wish } from './recognise.ts';
import { quoteAnswer } from './word-answer.ts';
import { WORDINGS } from './wordings.ts';

/** Above the first an answer is given, above the second its subject is asked about. */
const ANSWERS_ABOVE = 0.4;
const ASKS_ABOVE = 0.25;

/** One message and what it stands in. All texts have been redacted. */
export interface Turn {
  readonly text: string;
  readonly language: Language;
  /** What the customer said before, oldest first. */
  readonly before: readonly string[];
  /** The bot's last decision. */
  readonly last?: ChatDecision | undefined;
  readonly vector?: Int8Array | undefined;
  readonly vectorInContext?: Int8Array | undefined;
  readonly intent?: ChatDecision['intent'];
}

export interface Knowing {
  readonly index: KnowledgeIndex;
  /** The orders of the customer at the other end and of nobody else; undefined where it is not known who that is. */
  readonly orders: (() => Promise<readonly Order[]>) | undefined;
}

export interface Reply {
  readonly text: string;
  readonly decision: ChatDecision;
}

export async function decideReply(turn: Turn, knowing: Knowing): Promise<Reply> {
  const reply = await replyTo(wishOf(turn), turn, knowing);
  return turn.intent ? { ...reply, decision: { ...reply.decision, intent: turn.intent } } : reply;
}

/** Rules first; a learned intent speaks where they are silent and it is sure. */
function wishOf({ text, last, intent }: Turn): Wish {
  const wish = recognise(text);
  const isAnswerToWhich = last?.reason === 'several-orders' && orderIdsIn(text).length > 0;
  if (isAnswerToWhich && wish.kind === 'question') return { kind: 'order-status', orderIds: orderIdsIn(text) };
  if (wish.kind !== 'question' || !intent?.isKnown || intent.probability < 0.85) return wish;
  if (HANDOFF_INTENTS.has(intent.name)) return { kind: 'person' };
  if (ORDER_INTENTS.has(intent.name)) return { kind: 'order-status', orderIds: orderIdsIn(text) };
  return wish;
}

/** Labels that shops commonly give, among them those of the Bitext data sets. */
const HANDOFF_INTENTS = new Set(['handoff', 'contact_human_agent', 'human_agent', 'complaint']);
const ORDER_INTENTS = new Set(['order_status', 'track_order', 'order-status']);

async function replyTo(wish: Wish, turn: Turn, knowing: Knowing): Promise<Reply> {
  const words = WORDINGS[turn.language];
  switch (wish.kind) {
    case 'person':
      return ruled('handoff', 'person-asked-for', words.handoff);
    case 'danger':
      return ruled('handoff', 'safety-or-law', words.safety);
    case 'upset':
      return ruled('handoff', 'customer-upset', words.handoff);
    case 'attack':
      return ruled('refuse', 'not-allowed', words.notAllowed);
    case 'greeting':
      return ruled('clarify', 'greeting', words.greeting);
    case 'unclear':
      return turn.before.length ? fromKnowledge(turn, knowing.index) : ruled('clarify', 'unclear', words.unclear);
    case 'order-status':
      return orderStatus(wish.orderIds, turn, knowing);
    case 'order-change':
      return ruled('clarify', 'cannot-change-orders', words.cannotChange);
    case 'question':
      return fromKnowledge(turn, knowing.index);
  }
}

async function orderStatus(orderIds: readonly string[], { language }: Turn, { orders }: Knowing): Promise<Reply> {
  const words = WORDINGS[language];
  if (!orders) return ruled('clarify', 'sign-in-needed', words.signIn);
  const own = await orders();
  const asked = own.filter(({ orderId }) => orderIds.some((id) => isSameId(id, orderId)));
  // An order of somebody else and an order of nobody are answered alike.
  if (orderIds.length && !asked.length) return ruled('clarify', 'order-not-found', words.noSuchOrder);
  if (!own.length) return ruled('clarify', 'order-not-found', words.noOrder);
  const open = own.filter(({ status }) => status === 'processing' || status === 'shipped');
  const [only, ...others] = asked.length ? asked : open.length ? open : own;
  if (!only || others.length) {
    const ids = own.map(({ orderId }) => orderId).slice(0, 5);
    return ruled('clarify', 'several-orders', words.whichOrder(ids));
  }
  return {
    text: words.order(only),
    decision: {
      action: 'tool',
      reason: 'order-found',
      confidence: 1,
      citations: [],
      tool: { name: 'order-status', orderIds: [only.orderId] },
    },
  };
}

const isSameId = (left: string, right: string) =>
  left.replace(/^#/, '').toLowerCase() === right.replace(/^#/, '').toLowerCase();

function fromKnowledge(turn: Turn, index: KnowledgeIndex): Reply {
  const { text, language, before, last } = turn;
  const words = WORDINGS[language];
  const recent = new Set(last?.citations.map(({ documentId }) => documentId));
  const alone = judged(language, findEvidence(index, { text, language, vector: turn.vector, recent }));
  const context = before.at(-1);
  const inContext =
    context === undefined
      ? alone
      : judged(language, findEvidence(index, { text, language, context, vector: turn.vectorInContext, recent }));
  const best = inContext.probability > alone.probability + 0.05 ? inContext : alone;
  const { probability, evidence } = best;
  if (probability >= ANSWERS_ABOVE) return answerFrom(evidence, probability, index, language);
  if (last?.reason === 'not-known' || last?.reason === 'nearly-found') {
    return { ...ruled('handoff', 'not-understood-twice', words.handoff) };
  }
  const titles = [...new Set(evidence.slice(0, 3).map(({ found }) => found.document.title))].slice(0, 2);
  const confidence = 1 - probability;
  return probability >= ASKS_ABOVE
    ? { text: words.nearly(titles), decision: { action: 'clarify', reason: 'nearly-found', confidence, citations: [] } }
    : { text: words.notKnown, decision: { action: 'refuse', reason: 'not-known', confidence, citations: [] } };
}

function judged(language: Language, evidence: readonly Evidence[]) {
  const [best] = evidence;
  return { evidence, probability: best ? answerability(language, best.signs) : 0 };
}

function answerFrom(
  evidence: readonly Evidence[],
  confidence: number,
  index: KnowledgeIndex,
  language: Language,
): Reply {
  const citations = quoteAnswer(evidence).flatMap(({ documentId, quote }): Citation[] => {
    const document = index.documents.get(documentId);
    if (!document) return [];
    const { title, kind, url, version } = document;
    return [{ documentId, title, kind, version: String(version), quote, ...(url ? { url } : {}) }];
  });
  const text = citations.map(({ quote, title }) => `${quote} ${WORDINGS[language].source(title)}`).join('\n\n');
  return { text, decision: { action: 'answer', reason: 'found-in-knowledge', confidence, citations } };
}

const ruled = (action: ChatDecision['action'], reason: ChatDecision['reason'], text: string): Reply => ({
  text,
  decision: { action, reason, confidence: 1, citations: [] },
});
