import type { CustomerGroup, Reason } from '../decisions/contract.ts';
import { countOf } from '../platform/count-of.ts';
import type { Evidence, Likeness, PoolItem } from './gather-candidates.ts';

const DID: Readonly<Record<string, { readonly en: string; readonly zh: string }>> = {
  add: { en: 'put into your basket', zh: '加入购物车' },
  wish: { en: 'saved', zh: '收藏过' },
  purchase: { en: 'bought', zh: '购买过' },
  review: { en: 'reviewed', zh: '评价过' },
};
const VIEWED = { en: 'viewed', zh: '浏览过' };

export interface Explanation {
  readonly titleOf: (itemId: string) => string;
  /** Chance put it here. */
  readonly isExplored?: boolean;
  /** A promotion gave it this place. */
  readonly isPromoted?: boolean;
  readonly counterfactual?: Counterfactual | undefined;
}

export interface Counterfactual {
  /** The customer's own item that is thought away. */
  readonly without: string;
  /** Place among the candidates as it is. */
  readonly rank: number;
  /** Place among the same candidates without that item. */
  readonly rankWithout: number;
}

/** Attributes that many shops use; any other is said as the shop names it, which may be `constructor`. */
const ATTRIBUTE_ZH: ReadonlyMap<string, string> = new Map([
  ['country', '国家或地区'],
  ['region', '地区'],
  ['city', '城市'],
  ['language', '语言'],
  ['age', '年龄段'],
  ['gender', '性别'],
]);

/**
 * Why this item, in words that the data bears out, whoever put it in order: the customer's own item that led here, or its
 * rank in the shop. Only of what chance put there is said that it is shown to learn.
 */
export function explainItem(
  item: Omit<PoolItem, 'score'>,
  { titleOf, isExplored = false, isPromoted = false, counterfactual }: Explanation,
): Reason[] {
  const { evidence, popularRank, group, source, foundBy = source, alike, newSince, reduction, trendRank } = item;
  const reasons: Reason[] = [];
  if (isPromoted || foundBy === 'promotion') reasons.push(PROMOTED);
  if (evidence && evidence.itemId === item.itemId) reasons.push(ownBefore(evidence));
  else if (alike) reasons.push(likenessTo(alike, titleOf(alike.itemId), evidence));
  else if (evidence) reasons.push(related(evidence, titleOf(evidence.itemId), foundBy === 'bought-together'));
  if (newSince !== undefined) reasons.push(fresh(newSince));
  if (reduction !== undefined) reasons.push(reduced(reduction));
  if (trendRank !== undefined) reasons.push(rising(trendRank));
  if (counterfactual) reasons.push(thoughtAway(counterfactual, titleOf(counterfactual.without)));
  if (group) reasons.push(popularAlike(group));
  if (popularRank !== undefined && (!(evidence || group) || popularRank <= 20)) reasons.push(popular(popularRank));
  if (foundBy === 'given' && !reasons.length) reasons.push(GIVEN);
  if (foundBy === 'catalogue') reasons.push(FITS_FILTER);
  if (isExplored) reasons.push(EXPLORED);
  return reasons.length ? reasons : [SUGGESTED];
}

function related({ itemId, kind, at, support }: Evidence, title: string, isByOrders: boolean): Reason {
  const did = DID[kind] ?? VIEWED;
  if (support === undefined) return suggested(itemId, at, did, title);
  if (isByOrders) return boughtTogether(itemId, at, Math.max(1, Math.round(support)), title);
  const stretches = Math.max(1, Math.round(support));
  const met = stretches === 1 ? 'a customer met both in one stretch' : `customers met both in ${stretches} stretches`;
  return {
    code: 'viewed-together',
    text: {
      en: `Goes with “${title}”, which you ${did.en}: ${met} of shopping.`,
      zh: `与您${did.zh}的“${title}”相关：顾客在 ${stretches} 段购物经历中都接触过这两件商品。`,
    },
    evidence: [{ itemId, at }],
  };
}

const suggested = (itemId: string, at: string, did: { en: string; zh: string }, title: string): Reason => ({
  code: 'suggested',
  text: {
    en: `Suggested by the shop's model because of “${title}”, which you ${did.en}.`,
    zh: `根据您${did.zh}的“${title}”，由本店模型推荐。`,
  },
  evidence: [{ itemId, at }],
});

const boughtTogether = (itemId: string, at: string, orders: number, title: string): Reason => ({
  code: 'bought-together',
  text: {
    en: `Bought together with “${title}” in ${countOf(orders, 'order')}.`,
    zh: `有 ${orders} 个订单同时购买了“${title}”。`,
  },
  evidence: [{ itemId, at }],
});

const LIKE_IN = {
  text: { code: 'reads-like', en: 'description', zh: '描述' },
  picture: { code: 'looks-like', en: 'picture', zh: '图片' },
} as const;

function likenessTo({ itemId, in: what }: Likeness, title: string, evidence: Evidence | undefined): Reason {
  const did = evidence && (DID[evidence.kind] ?? VIEWED);
  const { code, en, zh } = LIKE_IN[what];
  return {
    code,
    text: {
      en: `New: its ${en} is like that of “${title}”${did ? `, which you ${did.en}` : ''}.`,
      zh: `新品：其${zh}与${did ? `您${did.zh}的` : ''}“${title}”相近。`,
    },
    evidence: [{ itemId, ...(evidence ? { at: evidence.at } : {}) }],
  };
}

const fresh = (since: string): Reason => ({
  code: 'new',
  text: { en: `New in this shop since ${since.slice(0, 10)}.`, zh: `本店 ${since.slice(0, 10)} 上架的新品。` },
  evidence: [],
});

const reduced = (share: number): Reason => ({
  code: 'reduced',
  text: {
    en: `Costs ${Math.round(100 * share)} % less than its lowest price in the 30 days before.`,
    zh: `比降价前 30 天内的最低价低 ${Math.round(100 * share)}%。`,
  },
  evidence: [],
});

const rising = (rank: number): Reason => ({
  code: 'trending',
  text: { en: `Number ${rank} of what rises in this shop these days.`, zh: `本店近日上升趋势第 ${rank} 名。` },
  evidence: [],
});

const OWN_CODES: Readonly<Record<string, Reason['code']>> = {
  purchase: 'bought-before',
  wish: 'saved-before',
  review: 'reviewed-before',
};

function ownBefore({ itemId, kind, at }: Evidence): Reason {
  const day = at.slice(0, 10);
  if (kind === 'add')
    return {
      code: 'in-basket',
      text: { en: `You put this into your basket on ${day}.`, zh: `您于 ${day} 将此商品加入购物车。` },
      evidence: [{ itemId, at }],
    };
  const did = DID[kind] ?? VIEWED;
  return {
    code: OWN_CODES[kind] ?? 'viewed-before',
    text: { en: `You ${did.en} this on ${day}.`, zh: `您曾于 ${day} ${did.zh}此商品。` },
    evidence: [{ itemId, at }],
  };
}

function thoughtAway({ without, rank, rankWithout }: Counterfactual, title: string): Reason {
  const place = { en: `number ${rankWithout}`, zh: `第 ${rankWithout} 位` };
  return {
    code: 'counterfactual',
    text: {
      en: `Without “${title}” this would be ${place.en} among the candidates instead of number ${rank}.`,
      zh: `若没有“${title}”，此商品在候选中将排${place.zh}，而不是第 ${rank} 位。`,
    },
    evidence: [{ itemId: without }],
  };
}

const popular = (rank: number): Reason => ({
  code: 'popular',
  text: { en: `Number ${rank} in this shop lately.`, zh: `本店近期热门第 ${rank} 名。` },
  evidence: [],
});

/** Names the attribute and never its value: a page must not tell a shopper what the shop holds of them. */
function popularAlike(group: CustomerGroup): Reason {
  const name = group.attribute
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replaceAll('_', ' ')
    .toLowerCase();
  return {
    code: 'popular-alike',
    text: {
      en: `Popular with customers who share your ${name}.`,
      zh: `在与您${ATTRIBUTE_ZH.get(name) ?? `“${name}”`}相同的顾客中受欢迎。`,
    },
    evidence: [],
    group,
  };
}

const PROMOTED: Reason = {
  code: 'promoted',
  text: { en: 'The shop features this just now.', zh: '本店当前主推此商品。' },
  evidence: [],
};

const GIVEN: Reason = {
  code: 'given',
  text: { en: 'One of the items that were asked about.', zh: '属于本次请求给出的商品。' },
  evidence: [],
};

const FITS_FILTER: Reason = {
  code: 'fits-filter',
  text: { en: 'It is of the kind that is asked for here.', zh: '符合此处的筛选条件。' },
  evidence: [],
};

/** A model need not say what led it to an item. */
const SUGGESTED: Reason = {
  code: 'suggested',
  text: { en: 'The shop suggests this to you.', zh: '本店向您推荐此商品。' },
  evidence: [],
};

const EXPLORED: Reason = {
  code: 'explored',
  text: { en: 'Shown to learn whether it suits you.', zh: '为了解您是否喜欢而展示。' },
  evidence: [],
};
