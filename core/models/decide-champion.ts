import { countOf } from '../platform/count-of.ts';
import type { CandidateMetrics, Comparison, Evaluation, Verdict } from './contract.ts';

export interface GateSettings {
  /** Fewer purchases than this in the window say nothing about anybody. @default 50 */
  readonly minPositives?: number;
  /** A probability that is further off than this on average, beyond what chance does on so few rows, is not one to decide by. @default 0.05 */
  readonly maxCalibrationError?: number;
}

/**
 * The gate: the candidate with the least loss replaces the champion only when the paired bootstrap interval of
 * their difference lies below 0. Where nobody serves yet it must beat the first baseline in the same way. It knows names of
 * candidates as strings and nothing about what is behind them.
 */
export function decideChampion(
  evaluation: Evaluation | undefined,
  hasChampion: boolean,
  settings: GateSettings = {},
): Verdict {
  const { minPositives = 50, maxCalibrationError = 0.05 } = settings;
  const loss = LOSSES[evaluation?.measure ?? 'log-loss'];
  if (!evaluation?.candidates.length) return keep('nothing-to-judge', WORDS.nothing);
  if (evaluation.positives < minPositives) {
    return keep('too-few-examples', WORDS.tooFew(evaluation.positives, minPositives));
  }
  const sound = evaluation.candidates.filter((one) => beyondChance(one) <= maxCalibrationError);
  const best = leastLoss(sound);
  if (!best) return keep('badly-calibrated', WORDS.calibration(maxCalibrationError));
  const baseline = evaluation.baselines[0]?.name ?? 'none';
  const against = hasChampion ? 'champion' : baseline;
  const comparison = evaluation.comparisons.find((one) => isOf(one, best) && one.against === against);
  if (!comparison) return keep('nothing-to-judge', WORDS.nothing);
  return judge(best, comparison, loss, hasChampion ? undefined : baseline);
}

/** `baseline` is set where there is no champion to be compared with. */
function judge(
  best: CandidateMetrics,
  { log_loss_delta, low, high }: Comparison,
  loss: Loss,
  baseline?: string,
): Verdict {
  const delta = { value: log_loss_delta, low, high };
  const named = { candidate: best.candidate, scorer: best.scorer, delta };
  const who = best.candidate === best.scorer ? best.candidate : `${best.candidate} (${best.scorer})`;
  const gap = `${signed(log_loss_delta)} (95 %: ${signed(low)} … ${signed(high)})`;
  if (high < 0) {
    const [reason, words] = baseline
      ? (['first-champion', WORDS.first(who, baseline, gap, loss)] as const)
      : (['clearly-better', WORDS.better(who, gap, loss)] as const);
    return { action: 'promote', reason, words, ...named };
  }
  const [reason, words] = baseline
    ? (['worse-than-baseline', WORDS.baseline(who, baseline, gap, loss)] as const)
    : (['not-clearly-better', WORDS.notBetter(who, gap, loss)] as const);
  return { action: 'keep', reason, words, ...named };
}

const keep = (reason: Verdict['reason'], words: Verdict['words']): Verdict => ({ action: 'keep', reason, words });

/** What is left of a calibration error without chance's part in it: the two add like lengths at right angles. */
const beyondChance = ({ ece = 0, ece_by_chance = 0 }: CandidateMetrics): number =>
  Math.sqrt(Math.max(0, ece ** 2 - ece_by_chance ** 2));

function leastLoss(candidates: readonly CandidateMetrics[]): CandidateMetrics | undefined {
  return [...candidates].sort((left, right) => left.log_loss - right.log_loss)[0];
}

const isOf = (comparison: Comparison, { candidate, scorer }: CandidateMetrics) =>
  comparison.candidate === candidate && comparison.scorer === scorer;

const signed = (value: number) => `${value > 0 ? '+' : value < 0 ? '−' : ''}${Math.abs(value).toFixed(4)}`;

interface Loss {
  readonly en: string;
  readonly zh: string;
}

const LOSSES: Readonly<Record<NonNullable<Evaluation['measure']>, Loss>> = {
  'log-loss': { en: 'log loss', zh: '对数损失' },
  'ndcg-loss': { en: 'loss (1 − NDCG@20)', zh: '损失（1 − NDCG@20）' },
};

const WORDS = {
  nothing: {
    en: 'Nothing was kept or replaced: no candidate could be judged on the later window.',
    zh: '未作更换：没有候选模型能在后续时间窗口上得到评估。',
  },
  tooFew: (found: number, needed: number) => ({
    en: `Nothing was replaced: the later window holds ${countOf(found, 'example')} to judge by and the gate needs ${needed}.`,
    zh: `未作更换：后续时间窗口只有 ${found} 个可供评判的样本，门槛需要 ${needed} 个。`,
  }),
  calibration: (limit: number) => ({
    en: `Nothing was replaced: every candidate's probabilities are off by more than ${limit} on average.`,
    zh: `未作更换：所有候选模型的概率平均偏差都超过 ${limit}。`,
  }),
  first: (who: string, baseline: string, gap: string, { en, zh }: Loss) => ({
    en: `${who} becomes the first champion: its ${en} differs from that of ${baseline} by ${gap}.`,
    zh: `${who} 成为首个冠军模型：其${zh}与基线 ${baseline} 相差 ${gap}。`,
  }),
  better: (who: string, gap: string, { en, zh }: Loss) => ({
    en: `${who} replaces the champion: its ${en} differs by ${gap}, clearly below 0.`,
    zh: `${who} 取代冠军模型：${zh}相差 ${gap}，区间明确低于 0。`,
  }),
  notBetter: (who: string, gap: string, { en, zh }: Loss) => ({
    en: `The champion stays: ${who}, the best challenger, differs in ${en} by ${gap}, which is not clearly below 0.`,
    zh: `冠军模型保留：最佳挑战者 ${who} 的${zh}相差 ${gap}，区间未明确低于 0。`,
  }),
  baseline: (who: string, baseline: string, gap: string, { en, zh }: Loss) => ({
    en: `No champion yet: ${who} differs from ${baseline} in ${en} by ${gap}, which is not clearly below 0.`,
    zh: `暂无冠军模型：${who} 与基线 ${baseline} 的${zh}相差 ${gap}，区间未明确低于 0。`,
  }),
};
