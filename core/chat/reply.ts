import type { Language } from '../knowledge/contract.ts';
import type { KnowledgeIndex } from '../knowledge/knowledge-index.ts';
import type { Order, OrderRequestKind, OrderStatus } from '../orders/contract.ts';
import type { RequestOutcome } from '../orders/order-repository.ts';
import type { ChatDecision } from './contract.ts';

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
  readonly now: Date;
  /** The orders of the customer at the other end and of nobody else; undefined where it is not known who that is. */
  readonly orders: (() => Promise<readonly Order[]>) | undefined;
  /** Does to one of these orders what was confirmed; undefined where nobody may do that now. */
  readonly request:
    | ((kind: OrderRequestKind, order: Order, becomes: OrderStatus) => Promise<RequestOutcome>)
    | undefined;
}

/** A sentence that could have been quoted, with the probability that it answers. */
export interface ReplyCandidate {
  readonly documentId: string;
  readonly place: number;
  readonly score: number;
}

export interface Reply {
  readonly text: string;
  readonly decision: ChatDecision;
  /** Best first; none where a rule decided. */
  readonly candidates: readonly ReplyCandidate[];
}

/** A reply that a rule gives. */
export const ruled = (
  action: ChatDecision['action'],
  reason: ChatDecision['reason'],
  text: string,
  tool?: ChatDecision['tool'],
): Reply => ({
  text,
  decision: { action, reason, confidence: 1, citations: [], ...(tool ? { tool } : {}) },
  candidates: [],
});
