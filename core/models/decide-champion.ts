import type { CandidateMetrics, Comparison, Evaluation, Verdict } from './contract.ts';

export interface GateSettings {
  /** Fewer purchases than this in the window say nothing about anybody. @default 50 */
  readonly minPositives?: number;
  /** A probability that is further off than this on average is not one to decide by. @default 0.05 */
  readonly maxCalibrationError?: number;
}

/**
 * The gate: the candidate with the least log loss replaces the champion only when the paired bootstrap interval of
 * their difference lies below 0. Where nobody serves yet it must beat popularity in the same way. It knows names of
 * candidates as strings and nothing about what is behind them.
 */
export function decideChampion(evaluation: Evaluation, hasChampion: boolean, settings: GateSettings = {}): Verdict {
  const { minPositives = 50, maxCalibrationError = 0.05 } = settings;
  if (!evaluation.candidates.length) return keep('nothing-to-judge', WORDS.nothing);
  if (evaluation.positives < minPositives) {
    return keep('too-few-purchases', WORDS.tooFew(evaluation.positives, minPositives));
  }
  const sound = evaluation.candidates.filter(({ ece }) => ece <= maxCalibrationError);
  const best = leastLoss(sound);
  if (!best) return keep('badly-calibrated', WORDS.calibration(maxCalibrationError));
  const against = hasChampion ? 'champion' : 'popularity';
  const comparison = evaluation.comparisons.find((one) => isOf(one, best) && one.against === against);
  if (!comparison) return keep('nothing-to-judge', WORDS.nothing);
  return judge(best, comparison, hasChampion);
}

function judge(best: CandidateMetrics, { log_loss_delta, low, high }: Comparison, hasChampion: boolean): Verdict {
  const delta = { value: log_loss_delta, low, high };
  const named = { candidate: best.candidate, scorer: best.scorer, delta };
  const who = best.candidate === best.scorer ? best.candidate : `${best.candidate} (${best.scorer})`;
  const gap = `${signed(log_loss_delta)} (95 %: ${signed(low)} … ${signed(high)})`;
  if (high < 0) {
    const reason = hasChampion ? ('clearly-better' as const) : ('first-champion' as const);
    return { action: 'promote', reason, words: hasChampion ? WORDS.better(who, gap) : WORDS.first(who, gap), ...named };
  }
  const reason = hasChampion ? ('not-clearly-better' as const) : ('worse-than-popularity' as const);
  return {
    action: 'keep',
    reason,
    words: hasChampion ? WORDS.notBetter(who, gap) : WORDS.popularity(who, gap),
    ...named,
  };
}

const keep = (reason: Verdict['reason'], words: Verdict['words']): Verdict => ({ action: 'keep', reason, words });

function leastLoss(candidates: readonly CandidateMetrics[]): CandidateMetrics | undefined {
  return [...candidates].sort((left, right) => left.log_loss - right.log_loss)[0];
}

const isOf = (comparison: Comparison, { candidate, scorer }: CandidateMetrics) =>
  comparison.candidate === candidate && comparison.scorer === scorer;

const signed = (value: number) => `${value > 0 ? '+' : value < 0 ? '−' : ''}${Math.abs(value).toFixed(4)}`;

const WORDS = {
  nothing: {
    en: 'Nothing was kept or replaced: no candidate could be judged on the later window.',
    zh: '未作更换：没有候选模型能在后续时间窗口上得到评估。',
  },
  tooFew: (found: number, needed: number) => ({
    en: `Nothing was replaced: the later window holds ${found} purchases and the gate needs ${needed}.`,
    zh: `未作更换：后续时间窗口只有 ${found} 次购买，门槛需要 ${needed} 次。`,
  }),
  calibration: (limit: number) => ({
    en: `Nothing was replaced: every candidate's probabilities are off by more than ${limit} on average.`,
    zh: `未作更换：所有候选模型的概率平均偏差都超过 ${limit}。`,
  }),
  first: (who: string, gap: string) => ({
    en: `${who} becomes the first champion: its log loss differs from popularity's by ${gap}.`,
    zh: `${who} 成为首个冠军模型：其对数损失与热门排序相差 ${gap}。`,
  }),
  better: (who: string, gap: string) => ({
    en: `${who} replaces the champion: its log loss differs by ${gap}, clearly below 0.`,
    zh: `${who} 取代冠军模型：对数损失相差 ${gap}，区间明确低于 0。`,
  }),
  notBetter: (who: string, gap: string) => ({
    en: `The champion stays: ${who}, the best challenger, differs in log loss by ${gap}, which is not clearly below 0.`,
    zh: `冠军模型保留：最佳挑战者 ${who} 的对数损失相差 ${gap}，区间未明确低于 0。`,
  }),
  popularity: (who: string, gap: string) => ({
    en: `No champion yet: ${who} differs from popularity in log loss by ${gap}, which is not clearly below 0.`,
    zh: `暂无冠军模型：${who} 与热门排序的对数损失相差 ${gap}，区间未明确低于 0。`,
  }),
};
