import type { Source } from '../decisions/contract.ts';
import type { PoolItem } from './gather-candidates.ts';
import type { RankingQuality } from './recipe-contract.ts';

/** An item of a ranking, and the scale that its score is on. */
export interface Scaled {
  readonly itemId: string;
  readonly score: number;
  readonly scale: string;
}

/** An item that nobody has met has the score of the one before it in its list. */
const SCORED_AS_BEFORE: ReadonlySet<Source> = new Set(['similar-text', 'similar-picture', 'new']);

type Scored = Pick<PoolItem, 'itemId' | 'score' | 'source' | 'action'>;

/**
 * A ranking's scores with their scales. One hand gives them, whatever the sources: the champion, the recommender, or the
 * turns of next best actions; only lists differ from each other. `isAnswered` tells that a recommender found the items.
 */
export function scaledOf(ranked: readonly Scored[], isAnswered: boolean): Scaled[] {
  const scaled: Scaled[] = [];
  for (const item of ranked) {
    const { itemId, score } = item;
    scaled.push({ itemId, score, scale: scaleOf(item, isAnswered, scaled.at(-1)?.scale) });
  }
  return scaled;
}

function scaleOf({ source, action }: Scored, isAnswered: boolean, before: string | undefined): string {
  if (source === 'champion' || source === 'promotion') return source;
  if (action) return 'actions';
  // Nobody ranked it: its score says nothing.
  if (source === 'catalogue') return source;
  if (isAnswered) return 'recommender';
  if (SCORED_AS_BEFORE.has(source) && before !== 'champion') return before ?? source;
  return source === 'popular-alike' ? 'popular' : source;
}

/**
 * What a slate is worth to whatever ranked it. NDCG (Järvelin and Kekäläinen, 2002) with the score, from the lowest of the
 * ranking to the highest, as gain: 1 is the best slate of this length that the ranking could make. Only scores on the scale
 * of the ranking's first item count: those of what merely fills it up are on another, and count as nothing.
 */
export function rankingQuality(
  slate: readonly { readonly itemId: string }[],
  ranked: readonly Scaled[],
): RankingQuality {
  const leading = ranked[0]?.scale;
  const judged = ranked.filter(({ scale }) => scale === leading);
  const low = judged.reduce((least, { score }) => Math.min(least, score), Number.POSITIVE_INFINITY);
  const range = judged.reduce((most, { score }) => Math.max(most, score), low) - low;
  const gain = (score: number) => (range > 0 ? (score - low) / range : 1);
  const best = judged.map(({ score }) => gain(score)).sort((left, right) => right - left);
  const ideal = discounted(best.slice(0, slate.length));
  const scores = new Map(judged.map(({ itemId, score }) => [itemId, score]));
  const shown = slate.map(({ itemId }) => scores.get(itemId));
  const worth = shown.reduce<number>((sum, score = 0) => sum + score, 0);
  return {
    ndcg: ideal > 0 ? discounted(shown.map((score) => (score === undefined ? 0 : gain(score)))) / ideal : 1,
    meanScore: slate.length ? worth / slate.length : 0,
  };
}

const discounted = (gains: readonly number[]) =>
  gains.reduce((sum, gain, index) => sum + gain / Math.log2(index + 2), 0);
