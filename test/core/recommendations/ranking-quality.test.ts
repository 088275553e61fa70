import fc from 'fast-check';
import type { Source } from '../../../core/decisions/contract.ts';
import type { PoolItem } from '../../../core/recommendations/gather-candidates.ts';
import { rankingQuality, scaledOf } from '../../../core/recommendations/ranking-quality.ts';

const item = (itemId: string, source: Source, score: number): PoolItem => ({ itemId, source, score });
const LISTED = [
  item('a', 'co-visitation', 0.9),
  item('b', 'co-visitation', 0.4),
  item('c', 'similar-text', 0.4),
  item('d', 'popular', 70),
  item('e', 'popular', 60),
];
const ANSWERED = [
  item('a', 'recommender', 3),
  item('b', 'popular', 2),
  item('c', 'similar-picture', 2),
  item('d', 'recommender', 1.5),
  item('e', 'recommender', 1),
  item('f', 'promotion', 0),
];

describe('the quality of a slate', () => {
  it.each([
    ['lists, one behind the other', LISTED, false],
    ['a recommender that knows several ways', ANSWERED, true],
    ['the champion, and what it had no room for', [item('x', 'champion', 0.01), ...LISTED], false],
    [
      'popularity that attributes lift',
      [
        item('x', 'popular-alike', 9),
        item('y', 'popular', 8),
        item('z', 'popular-alike', 7),
        item('u', 'popular', 6),
        item('v', 'popular-alike', 5),
      ],
      false,
    ],
    [
      'actions in turn',
      [...LISTED, item('f', 'co-visitation', 0), item('g', 'co-visitation', 0)].map((one, place) => ({
        ...one,
        score: 1 - place / 7,
        action: 'discover' as const,
      })),
      false,
    ],
  ])('is 1 of the head of %s', (_, ranked, isAnswered) => {
    for (const length of ranked.keys()) {
      expect(rankingQuality(ranked.slice(0, length + 1), scaledOf(ranked, isAnswered)).ndcg).toBeCloseTo(1, 10);
    }
  });

  it('counts every item that the first one’s ranker has scored, by whatever way it was found', () => {
    const ranked = scaledOf(ANSWERED, true);

    expect(rankingQuality([{ itemId: 'b' }, { itemId: 'c' }], ranked).meanScore).toBe(2);
    expect(rankingQuality([{ itemId: 'b' }], ranked).ndcg).toBeCloseTo(0.5, 10);
    expect(rankingQuality([{ itemId: 'f' }], ranked)).toEqual({ ndcg: 0, meanScore: 0 });
  });

  it('counts what another list fills up with as nothing, however high its scores', () => {
    expect(rankingQuality([{ itemId: 'd' }], scaledOf(LISTED, false))).toEqual({ ndcg: 0, meanScore: 0 });
  });

  it('counts an item that nobody has met as the one before it in its list', () => {
    const ranked = scaledOf([item('a', 'co-visitation', 0.9), item('n', 'new', 0.9), ...LISTED.slice(1)], false);
    const behind = scaledOf([item('x', 'champion', 0.01), item('n', 'new', 0.9)], false);

    expect(rankingQuality([{ itemId: 'n' }], ranked)).toEqual({ ndcg: 1, meanScore: 0.9 });
    expect(rankingQuality([{ itemId: 'n' }], behind)).toEqual({ ndcg: 0, meanScore: 0 });
  });

  it('counts what nobody ranked as nothing, also where a recommender’s scores are below 0', () => {
    const answer = [item('a', 'recommender', -1), item('b', 'recommender', -3), item('c', 'catalogue', 0)];
    const ranked = scaledOf(answer, true);

    expect(rankingQuality([{ itemId: 'c' }], ranked)).toEqual({ ndcg: 0, meanScore: 0 });
    expect(rankingQuality([{ itemId: 'a' }], ranked)).toEqual({ ndcg: 1, meanScore: -1 });
  });

  it('is never above 1', () => {
    const order = fc.shuffledSubarray(ANSWERED, { minLength: 1 });
    fc.assert(
      fc.property(order, (slate) => {
        expect(rankingQuality(slate, scaledOf(ANSWERED, true)).ndcg).toBeLessThanOrEqual(1 + 1e-12);
      }),
      { seed: 7 },
    );
  });
});
