import { parseFields } from '../../../core/platform/field-errors.ts';
import { SlateBatch, StartSlateBatchRequest } from '../../../core/recommendations/batch-contract.ts';
import { GetRecommendationsQuery } from '../../../core/recommendations/contract.ts';

describe('a request for recommendations', () => {
  it('is refused where it names something that is not known, so that no misspelt filter lets everything through', () => {
    const misspelt = { customerId: 'ann', filters: 'not isHidden', Recipe: 'popular' };

    expect(() => parseFields(GetRecommendationsQuery, misspelt, 'query')).toThrow(
      expect.objectContaining({
        errors: [
          expect.objectContaining({ pointer: 'query/filters', code: 'unknown-field' }),
          expect.objectContaining({ pointer: 'query/Recipe', code: 'unknown-field' }),
        ],
      }),
    );
  });
});

describe('items that are named to be put in order', () => {
  const asked = (itemIds: string) =>
    parseFields(GetRecommendationsQuery, { customerId: 'ann', itemIds }, 'query').itemIds;

  it('are told with commas between them and room beside those, and count once', () => {
    expect(asked('lamp, sofa ,lamp,')).toEqual(['lamp', 'sofa']);
    expect(() => asked(' , ')).toThrow(/itemIds/);
  });
});

describe('a batch', () => {
  it('is refused a filter that could never hold, and is listed with one that it was started with before', () => {
    const request = { kind: 'slates', recipe: 'for-you', surface: 'email', k: 10, filter: "category = 'Women'" };
    const [batchId, startedAt] = ['0'.repeat(26), '2026-11-01T00:00:00Z'];

    expect(StartSlateBatchRequest.safeParse(request).error?.issues).toMatchObject([{ path: ['filter'] }]);
    expect(SlateBatch.parse({ shop: 'demo', batchId, status: 'done', startedAt, request })).toMatchObject({ request });
  });
});
