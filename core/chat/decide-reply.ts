import { answerability } from '../knowledge/answerability.ts';
import type { Language } from '../knowledge/contract.ts';
import { type Evidence, findEvidence } from '../knowledge/find-evidence.ts';
import type { KnowledgeIndex } from '../knowledge/knowledge-index.ts';
import type { Citation } from './contract.ts';
import { carryOut, kindOf, proposeRequest, tellStatus } from './order-tools.ts';
import { agrees, declines, orderIdsIn, recognise, type Wish } from './recognise.ts';
import { type Knowing, type Reply, type ReplyCandidate, ruled, type Turn } from './reply.ts';
import { quoteAnswer } from './word-answer.ts';
import { WORDINGS } from './wordings.ts';

/** Above the first an answer is given, above the second its subject is asked about. */
const ANSWERS_ABOVE = 0.4;
const ASKS_ABOVE = 0.25;
/** Sentences that are written down with the decision as those that could have been quoted. */
const LOGGED = 5;

export async function decideReply(turn: Turn, knowing: Knowing): Promise<Reply> {
  const reply = (await answerToQuestion(turn, knowing)) ?? (await replyTo(wishOf(turn), turn, knowing));
  return turn.intent ? { ...reply, decision: { ...reply.decision, intent: turn.intent } } : reply;
}

/** Yes or no to what the bot asked before it does something. Anything else is a new matter, and nothing is done. */
async function answerToQuestion(turn: Turn, knowing: Knowing): Promise<Reply | undefined> {
  const { last, text, language } = turn;
  if (last?.reason !== 'confirmation-needed' || !last.tool) return undefined;
  if (agrees(text)) return carryOut(last.tool, turn, knowing);
  return declines(text) ? ruled('clarify', 'left-as-it-is', WORDINGS[language].leftAsItIs) : undefined;
}

/** Rules first; a learned intent speaks where they are silent and it is sure. */
function wishOf({ text, last, intent }: Turn): Wish {
  const wish = recognise(text);
  const isAnswerToWhich = last?.reason === 'several-orders' && orderIdsIn(text).length > 0;
  if (isAnswerToWhich && ['question', 'order-status'].includes(wish.kind)) {
    const kind = kindOf(last.tool?.name);
    return { kind: kind ? `${kind}-order` : 'order-status', orderIds: orderIdsIn(text) };
  }
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
      return tellStatus(wish.orderIds, turn, knowing);
    case 'order-change':
      return ruled('clarify', 'cannot-change-orders', words.cannotChange);
    case 'cancel-order':
    case 'return-order':
      // Who is not signed in and names no order wants to know the rules.
      return knowing.orders || wish.orderIds.length
        ? proposeRequest(wish.kind === 'cancel-order' ? 'cancel' : 'return', wish.orderIds, turn, knowing)
        : fromKnowledge(turn, knowing.index);
    case 'question':
      return fromKnowledge(turn, knowing.index);
  }
}

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
  const { probability, evidence, candidates } = best;
  if (probability >= ANSWERS_ABOVE) return { ...answerFrom(evidence, probability, index, language), candidates };
  if (last?.reason === 'not-known' || last?.reason === 'nearly-found') {
    return { ...ruled('handoff', 'not-understood-twice', words.handoff), candidates };
  }
  const titles = [...new Set(evidence.slice(0, 3).map(({ found }) => found.document.title))].slice(0, 2);
  const confidence = 1 - probability;
  const reply =
    probability >= ASKS_ABOVE
      ? ruled('clarify', 'nearly-found', words.nearly(titles))
      : ruled('refuse', 'not-known', words.notKnown);
  return { ...reply, decision: { ...reply.decision, confidence }, candidates };
}

function judged(language: Language, evidence: readonly Evidence[]) {
  const [best] = evidence;
  const candidates = evidence.slice(0, LOGGED).map(({ found: { document, place }, signs }): ReplyCandidate => {
    return { documentId: document.id, place, score: answerability(language, signs) };
  });
  return { evidence, candidates, probability: best ? answerability(language, best.signs) : 0 };
}

function answerFrom(
  evidence: readonly Evidence[],
  confidence: number,
  index: KnowledgeIndex,
  language: Language,
): Omit<Reply, 'candidates'> {
  const citations = quoteAnswer(evidence).flatMap(({ documentId, quote }): Citation[] => {
    const document = index.documents.get(documentId);
    if (!document) return [];
    const { title, kind, url, version } = document;
    return [{ documentId, title, kind, version: String(version), quote, ...(url ? { url } : {}) }];
  });
  const text = citations.map(({ quote, title }) => `${quote} ${WORDINGS[language].source(title)}`).join('\n\n');
  return { text, decision: { action: 'answer', reason: 'found-in-knowledge', confidence, citations } };
}
