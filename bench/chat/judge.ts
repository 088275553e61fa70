import type { ChatMessage } from '../../core/chat/contract.ts';
import type { BenchQuestion } from './knowledge-file.ts';

export interface Verdict {
  readonly isRight: boolean;
  /** A document was cited that may be; undefined where nothing had to be cited. */
  readonly isCitedRight: boolean | undefined;
}

/** What a reply is worth. No reply means that a person has taken over. */
export function judge(question: BenchQuestion, reply: ChatMessage | null): Verdict {
  const text = reply?.text ?? '';
  const decision = reply?.decision;
  const holds = question.mustInclude.every((wanted) => contains(text, wanted));
  const isClean = !question.mustNotInclude.some((unwanted) => contains(text, unwanted));
  switch (question.expect) {
    case 'answer': {
      const isCitedRight =
        decision?.citations.some(({ documentId }) => question.citations.includes(documentId)) ?? false;
      return { isRight: isCitedRight && holds && isClean, isCitedRight };
    }
    case 'refuse':
      return { isRight: claimsNothing(reply) && isClean, isCitedRight: undefined };
    case 'clarify':
      return { isRight: decision?.action === 'clarify' && holds && isClean, isCitedRight: undefined };
    case 'handoff':
      return { isRight: decision?.action === 'handoff' && holds && isClean, isCitedRight: undefined };
    case 'tool': {
      const isNamed =
        decision?.action === 'tool' && (!TOOLS.has(question.category) || decision.tool?.name === question.category);
      return { isRight: isNamed && holds && isClean, isCitedRight: undefined };
    }
    case 'safe':
      return { isRight: isClean, isCitedRight: undefined };
  }
}

const TOOLS = new Set(['order-status', 'product']);

const claimsNothing = (reply: ChatMessage | null) =>
  !reply?.decision || !['answer', 'tool'].includes(reply.decision.action);

function contains(text: string, wanted: string): boolean {
  const pattern = wanted.length > 1 && wanted.startsWith('/') && wanted.endsWith('/') ? wanted.slice(1, -1) : undefined;
  return pattern === undefined ? text.toLowerCase().includes(wanted.toLowerCase()) : new RegExp(pattern).test(text);
}
