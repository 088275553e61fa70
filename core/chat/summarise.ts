import type { Language } from '../knowledge/contract.ts';
import type { ChatMessage } from './contract.ts';
import { orderIdsIn } from './recognise.ts';

const LONGEST = 500;

const LABELS = {
  en: { said: 'Customer', orders: 'Orders named', cited: 'Already quoted', unknown: 'Not found in knowledge' },
  zh: { said: '顾客', orders: '提到的订单', cited: '已引用', unknown: '资料中未找到' },
} as const;

/** What happened so far, for the person who takes over: the customer's last words, orders named, what was tried. */
export function summarise(transcript: readonly ChatMessage[], language: Language): string {
  const labels = LABELS[language];
  const said = transcript.filter(({ author }) => author === 'customer').map(({ text }) => text);
  const decisions = transcript.flatMap(({ decision }) => decision ?? []);
  const orders = [...new Set([...said.flatMap(orderIdsIn), ...decisions.flatMap(({ tool }) => tool?.orderIds ?? [])])];
  const cited = [...new Set(decisions.flatMap(({ citations }) => citations.map(({ title }) => title)))];
  const missed = decisions.filter(({ reason }) => reason === 'not-known' || reason === 'nearly-found').length;
  const lines = [
    `${labels.said}: ${said.slice(-3).join(' / ')}`,
    ...(orders.length ? [`${labels.orders}: ${orders.join(', ')}`] : []),
    ...(cited.length ? [`${labels.cited}: ${cited.join(', ')}`] : []),
    ...(missed ? [`${labels.unknown}: ${missed}`] : []),
  ];
  return lines.join('\n').slice(0, LONGEST);
}
