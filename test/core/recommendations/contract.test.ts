import { parseFields } from '../../../core/platform/field-errors.ts';
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
