import type { Source } from '../decisions/contract.ts';
import type { RankingQuality } from './recipe-contract.ts';

interface Scored {
  readonly itemId: string;
  readonly score: number;
  readonly source: Source;
}

/**
 * What a slate is worth to whatever ranked it. NDCG (Järvelin and Kekäläinen, 2002) with the score, from the lowest of the
 * ranking to the highest, as gain: 1 is the best slate of this length that the ranking could make. Only scores of the
 * ranking's first source count: those of what merely fills it up are on another scale, and count as nothing.
 */
export function rankingQuality(slate: readonly Scored[], ranked: readonly Scored[]): RankingQuality {
  const leading = ranked[0]?.source;
  const judged = ranked.filter(({ source }) => source === leading);
  const low = judged.reduce((least, { score }) => Math.min(least, score), Number.POSITIVE_INFINITY);
  const range = judged.reduce((most, { score }) => Math.max(most, score), low) - low;
  const gain = ({ source, score }: Scored) => (source !== leading ? 0 : range > 0 ? (score - low) / range : 1);
  const best = judged.map(gain).sort((left, right) => right - left);
  const ideal = discounted(best.slice(0, slate.length));
  const worth = slate.reduce((sum, { source, score }) => sum + (source === leading ? score : 0), 0);
  return {
    ndcg: ideal > 0 ? discounted(slate.map(gain)) / ideal : 1,
    meanScore: slate.length ? worth / slate.length : 0,
  };
}

const discounted = (gains: readonly number[]) =>
  gains.reduce((sum, gain, index) => sum + gain / Math.log2(index + 2), 0);
