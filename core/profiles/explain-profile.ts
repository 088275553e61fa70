import { countOf } from '../platform/count-of.ts';
import type { Basis, ChurnRisk, ProfileCluster, ProfileFacts, ProfileReason, Rfm } from './contract.ts';
import type { ProfileReport } from './refresh-contract.ts';

export interface Explained {
  readonly facts: ProfileFacts;
  readonly rfm: Rfm;
  readonly cluster: ProfileCluster | null;
  readonly churn: ChurnRisk | null;
  /** Null before the shop's first refresh. */
  readonly report: Pick<ProfileReport, 'clusters' | 'churn'> | null;
  readonly isLive: boolean;
}

/** Why each part of a profile says what it says, or why it says nothing; true of the data that it was made from. */
export function explainProfile(one: Explained): ProfileReason[] {
  return [counted(one), ...ofRfm(one.rfm), ...ofCluster(one), ...ofChurn(one)];
}

function counted({ facts: { views, adds, orders, firstSeenAt }, isLive }: Explained): ProfileReason {
  const since = firstSeenAt.slice(0, 10);
  const done = `${countOf(views, 'view')}, ${countOf(adds, 'addition')} to the basket and ${countOf(orders, 'order')}`;
  const en = `Counted from ${done} since ${since}`;
  const zh = `依据自 ${since} 以来的 ${views} 次浏览、${adds} 次加入购物车和 ${orders} 个订单统计`;
  if (!isLive) return { code: 'counted', text: { en: `${en}.`, zh: `${zh}。` } };
  return {
    code: 'not-refreshed',
    text: {
      en: `${en}, of the last interactions that are remembered; the next refresh counts all of them.`,
      zh: `${zh}，仅含目前记住的最近互动；下次刷新会统计全部历史。`,
    },
  };
}

function ofRfm({ segment, scale }: Rfm): ProfileReason[] {
  if (segment === 'not-bought') return [];
  const text =
    scale === 'quintiles'
      ? {
          en: "Recency, frequency and spending are scored against the shop's own buyers.",
          zh: '近度、频度和金额按本店买家的五分位评分。',
        }
      : {
          en: 'Recency and frequency are scored by fixed limits: the shop has too few buyers for its own.',
          zh: '近度和频度按固定界限评分：本店买家尚少，不足以得出自己的界限。',
        };
  return [{ code: 'rfm', text }];
}

function ofCluster({ cluster, report }: Explained): ProfileReason[] {
  if (cluster) {
    const percent = Math.round(cluster.share * 100);
    const text = {
      en: `What they look at and how they shop is nearest to ${percent} % of the customers.`,
      zh: `其关注的商品和购物方式与 ${percent}% 的顾客最接近。`,
    };
    return [{ code: 'cluster', text }];
  }
  const basis = report?.clusters.basis;
  if (!basis) return [];
  if (basis.mode === 'rules') return [{ code: 'no-cluster', text: missing(basis, 'clusters') }];
  const text = { en: 'No group yet: they have done too little so far.', zh: '尚未分群：目前行为太少。' };
  return [{ code: 'no-cluster', text }];
}

function ofChurn({ churn, report, facts }: Explained): ProfileReason[] {
  const judged = report?.churn.calibration;
  if (churn && judged) {
    const [ours, base] = [judged.brier, judged.baseRateBrier].map((value) => value.toFixed(3));
    const text = {
      en: `The risk that no order follows within ${churn.horizonDays} days. On a later window the model's error (Brier) was ${ours}, that of the base rate ${base}.`,
      zh: `${churn.horizonDays} 天内不再下单的风险。在之后的时间窗口中，模型误差（Brier）为 ${ours}，基准率为 ${base}。`,
    };
    return [{ code: 'churn', text }];
  }
  if (!report) return [];
  if (report.churn.basis.mode === 'rules') return [{ code: 'no-churn', text: missing(report.churn.basis, 'churn') }];
  const text = facts.orders
    ? { en: 'No churn risk yet: the last refresh did not know this order.', zh: '暂无流失风险：上次刷新时尚无该订单。' }
    : { en: 'No churn risk: somebody who never bought cannot stop buying.', zh: '无流失风险：从未购买，谈不上流失。' };
  return [{ code: 'no-churn', text }];
}

const WHAT: Readonly<Record<string, { readonly en: string; readonly zh: string }>> = {
  customers: { en: 'active customers', zh: '位活跃顾客' },
  buyers: { en: 'buyers in each window', zh: '位买家（每个窗口）' },
  churned: { en: 'who stayed away', zh: '位未再下单' },
  stayed: { en: 'who came back', zh: '位再次下单' },
  historyDays: { en: 'days of history', zh: '天历史' },
};

const PART = { clusters: { en: 'groups', zh: '分群' }, churn: { en: 'churn risk', zh: '流失风险' } } as const;

/** Why a part of the profiles is not learned; null where it is. */
export const wordsOfBasis = (basis: Basis, part: keyof typeof PART): ProfileReason['text'] | null =>
  basis.mode === 'model' ? null : missing(basis, part);

/** What the data minimum is and what there is of it. */
function missing({ reason, needs, has }: Basis, part: keyof typeof PART): ProfileReason['text'] {
  const { en, zh } = PART[part];
  if (reason === 'no-structure')
    return { en: `No ${en}: customers differ by chance alone.`, zh: `无${zh}：顾客之间只有随机差异。` };
  if (reason === 'not-better-than-base-rate')
    return {
      en: `No ${en} is claimed: on a later window the model was no better than the base rate.`,
      zh: `不给出${zh}：在之后的窗口中，模型并不优于基准率。`,
    };
  if (reason === 'not-calibrated')
    return {
      en: `No ${en} is claimed: on a later window its probabilities were off.`,
      zh: `不给出${zh}：在之后的窗口中，其概率并不准确。`,
    };
  const short = Object.entries(needs).filter(([name, least]) => (has[name] ?? 0) < least && has[name] !== undefined);
  const said = (language: 'en' | 'zh', between: string) =>
    short
      .map(([name, least]) => `${Math.floor(has[name] ?? 0)} / ${least} ${WHAT[name]?.[language] ?? name}`)
      .join(between);
  return {
    en: `No ${en} below the data minimum: there are ${said('en', ', ')}.`,
    zh: `数据未达下限，无${zh}：现有 ${said('zh', '，')}。`,
  };
}
