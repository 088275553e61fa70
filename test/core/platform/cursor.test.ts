import { positionOf, toPage } from '../../../core/platform/cursor.ts';
import { ValidationError } from '../../../core/platform/errors.ts';

const cursorTo = (position: unknown) => Buffer.from(JSON.stringify(position)).toString('base64url');

describe('a cursor', () => {
  it('leads back to where the page ended', () => {
    const position = { pk: 'SHOP#demo', sk: 'ITEM#lamp' };

    const { next_cursor, has_more } = toPage(['a row'], position);

    expect(has_more).toBe(true);
    expect(positionOf(next_cursor ?? '', 'SHOP#demo')).toEqual(position);
  });

  it('is absent on the last page, and none is needed for the first', () => {
    expect(toPage([], undefined)).toEqual({ data: [], has_more: false, next_cursor: null });
    expect(positionOf(undefined, 'SHOP#demo')).toBeUndefined();
  });

  it.each([
    ['of another shop', cursorTo({ pk: 'SHOP#other', sk: 'ITEM#lamp' })],
    ['with keys that no table has', cursorTo({ pk: 'SHOP#demo', sk: 'ITEM#lamp', owner: 'me' })],
    ['without a sort key', cursorTo({ pk: 'SHOP#demo' })],
    ['that is no JSON', 'not-a-cursor'],
    ['that is null', cursorTo(null)],
  ])('%s is refused and named', (_, cursor) => {
    expect(() => positionOf(cursor, 'SHOP#demo')).toThrow(ValidationError);
  });
});
