import { RecommenderRequest } from '../../../core/recommendations/recommender-contract.ts';
import { getRecommendations } from '../../../functions/recommendations/get-recommendations.ts';
import { previewRecipe } from '../../../functions/recommendations/preview-recipe.ts';
import { aNow, anItemRow, aRecipe, aRecipeDraft, aShopProfile, aShopWorld } from '../../support/recommendations.ts';
import { ann, did, heldOut, popular, rows, slateFor, viewed } from '../../support/small-slates.ts';

const found = (itemId: string, source: string, evidence: string[] = []) => ({ itemId, score: 1, source, evidence });
const world = { rows: [...rows, anItemRow('new', { title: 'New lamp' })], events: { [ann]: [viewed('lamp')] } };

describe('the recommender, asked to put given items in order,', () => {
  const given = { recipe: 'rerank', itemIds: ['chair', 'vase', 'sofa', 'desk'] };
  const ordered = { ...world, recommender: [found('desk', 'seen-together', ['lamp']), found('vase', 'popular')] };

  it.each([
    ['there is no champion', {}],
    ['the champion is late', { champion: 'late' as const }],
    [
      'the recipe does without it',
      { champion: { sofa: 0.9 }, recipes: [aRecipe('rerank', { base: 'rerank', isReranked: false })] },
    ],
  ])('does so where %s, and says so; what it knows nothing of keeps its place', async (_, champion) => {
    const { slate, ids, decisions } = await slateFor({ ...ordered, ...champion }, given);

    expect(ids).toEqual(['chair', 'desk', 'sofa', 'vase']);
    const said = { policy: 'recommender/blend', modelVersion: 'r1', candidatesFrom: 'request' };
    expect(slate).toMatchObject(said);
    expect(decisions[0]).toMatchObject(said);
    expect(slate.items.map(({ source }) => source)).toEqual(['given', 'recommender', 'given', 'popular']);
    expect(slate.items.map(({ reasons }) => reasons[0]?.code)).toEqual([
      'popular',
      'suggested',
      'viewed-together',
      'viewed-together',
    ]);
  });

  it('is asked of these alone, by what the customer did, and of what is new among them by its text', async () => {
    const { sources, questions } = aShopWorld({
      ...{ rows: world.rows, popular, newItems: ['new'], recommender: ordered.recommender },
      events: { [ann]: [viewed('sofa', 1), viewed('lamp', 2), did('Product Added', 'rug', 1)] },
    });
    const query = { surface: 'search' as const, k: 2, recipe: 'rerank', itemIds: ['lamp', 'rug', 'new', 'desk'] };

    await getRecommendations(
      { shop: aShopProfile, named: { customer: ann }, query, requestId: 'r', now: aNow },
      sources,
    );

    expect(questions).toHaveLength(1);
    // Of what was met last no model is asked, and what is in the basket is on no slate.
    expect(questions[0]).toMatchObject({ mask: ['lamp', 'new', 'desk'], exclude: ['lamp'], k: 3 });
    expect(questions[0]?.events.map(({ itemId }) => itemId).toSorted()).toEqual(['lamp', 'rug', 'sofa']);
    expect(Object.keys(questions[0]?.items ?? {})).toEqual(['new']);
    expect(RecommenderRequest.parse(questions[0])).toEqual(questions[0]);
  });

  it('is not asked where the champion answers', async () => {
    const { sources, questions } = aShopWorld({ ...ordered, popular, champion: { sofa: 0.9, chair: 0.5 } });
    const query = { surface: 'home' as const, k: 4, ...given };

    const slate = await getRecommendations(
      { shop: aShopProfile, named: { customer: ann }, query, requestId: 'r', now: aNow },
      sources,
    );

    expect(questions).toEqual([]);
    expect(slate).toMatchObject({ policy: 'champion/bert', modelVersion: 'm1', candidatesFrom: 'request' });
    expect(slate.items[0]?.itemId).toBe('sofa');
  });

  it.each([
    ['does not answer', 'late' as const, ann],
    ['knows none of them', [found('rug', 'seen-together', ['lamp'])], ann],
    ['is not asked for the holdout', ordered.recommender, heldOut],
  ])('leaves them as they were given where it %s', async (_, recommender, customer) => {
    const { slate, ids } = await slateFor({ ...world, recommender }, given, customer);

    expect(ids).toEqual(given.itemIds);
    expect(slate).toMatchObject({ policy: 'given', modelVersion: 'candidates-v1', candidatesFrom: 'request' });
  });

  it('judges a preview of them by its own scores', async () => {
    const recommender = [found('desk', 'seen-together', ['lamp']), { ...found('vase', 'seen-together'), score: 0.5 }];
    const { sources } = aShopWorld({ ...world, popular, recommender });
    const request = {
      surface: 'home' as const,
      k: 2,
      itemIds: ['vase', 'desk'],
      recipe: aRecipeDraft({ base: 'rerank' }),
    };

    const { items, policy, modelVersion, quality } = await previewRecipe(
      { shop: aShopProfile, named: { customer: ann }, request, now: aNow },
      sources,
    );

    expect(items.map(({ itemId, score }) => [itemId, score])).toEqual([
      ['desk', 1],
      ['vase', 0.5],
    ]);
    expect({ policy, modelVersion, quality }).toEqual({
      policy: 'recommender/blend',
      modelVersion: 'r1',
      quality: { ndcg: 1, meanScore: 0.75 },
    });
  });
});
