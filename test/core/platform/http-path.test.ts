import { ValidationError } from '../../../core/platform/errors.ts';
import { pathOf } from '../../../core/platform/http-path.ts';

const idOf = (id: string) => pathOf({ pathParameters: { id } }).id;

describe('what a path names', () => {
  it.each(['ann', 'ann@example.com', 'a/b', '50%', '100%25', 'a+b', 'a b', '安妮'])('is %s as it was meant', (id) => {
    expect(idOf(encodeURIComponent(id))).toBe(id);
  });

  it('is nothing where the path names nothing', () => {
    expect(pathOf({ pathParameters: null })).toEqual({});
  });

  it('is refused where it is not encoded', () => {
    expect(() => idOf('50%')).toThrow(ValidationError);
    expect(() => idOf('50%')).toThrow(
      expect.objectContaining({
        says: { code: 'not-url-encoded', values: { name: 'id' } },
        errors: [expect.objectContaining({ pointer: 'path/id', code: 'not-url-encoded', values: { name: 'id' } })],
      }),
    );
  });
});
