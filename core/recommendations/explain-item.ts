import type { Reason } from '../decisions/contract.ts';
import type { Evidence, PoolItem } from './gather-candidates.ts';

const DID: Readonly<Record<string, { readonly en: string; readonly zh: string }>> = {
  add: { en: 'put into your basket', zh: '加入购物车' },
  wish: { en: 'saved', zh: '收藏过' },
  purchase: { en: 'bought', zh: '购买过' },
  review: { en: 'reviewed', zh: '评价过' },
};
const VIEWED = { en: 'viewed', zh: '浏览过' };

/** Why this item, in words that the data bears out: the customer's own item that led here, or its rank in the shop. */
export function explainItem(
  { evidence, popularRank }: Pick<PoolItem, 'evidence' | 'popularRank'>,
  titleOf: (itemId: string) => string,
  isExplored = false,
): Reason[] {
  const reasons: Reason[] = [];
  if (evidence) reasons.push(related(evidence, titleOf(evidence.itemId)));
  if (popularRank !== undefined && (!evidence || popularRank <= 20)) reasons.push(popular(popularRank));
  if (isExplored || !reasons.length) reasons.push(EXPLORED);
  return reasons;
}

function related({ itemId, kind, at, support }: Evidence, title: string): Reason {
  const did = DID[kind] ?? VIEWED;
  const people = Math.max(1, Math.round(support));
  const many = { en: people === 1 ? '1 visit' : `${people} visits`, zh: `${people} 次访问` };
  return {
    code: kind === 'purchase' ? 'bought-together' : 'viewed-together',
    text: {
      en: `Goes with “${title}”, which you ${did.en}: ${many.en} joined the two.`,
      zh: `与您${did.zh}的“${title}”相关：${many.zh}同时涉及两者。`,
    },
    evidence: [{ itemId, at }],
  };
}

const popular = (rank: number): Reason => ({
  code: 'popular',
  text: { en: `Number ${rank} in this shop lately.`, zh: `本店近期热门第 ${rank} 名。` },
  evidence: [],
});

const EXPLORED: Reason = {
  code: 'explored',
  text: { en: 'Shown to learn whether it suits you.', zh: '为了解您是否喜欢而展示。' },
  evidence: [],
};
