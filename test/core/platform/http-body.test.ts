import { gzipSync } from 'node:zlib';
import { bodyOf, jsonOf } from '../../../core/platform/http-body.ts';

describe('a body', () => {
  it('is unpacked where it came packed, and nothing reads as an empty object', () => {
    const packed = gzipSync('{"a":1}').toString('base64');

    expect(jsonOf(bodyOf({ body: packed, isBase64Encoded: true }))).toEqual({ a: 1 });
    expect(jsonOf(bodyOf({ body: null, isBase64Encoded: false }))).toEqual({});
  });

  it.each([
    ['not-json', () => jsonOf('{')],
    [
      'not-gzip',
      () => bodyOf({ body: Buffer.from('1f8b0800ffffffff', 'hex').toString('base64'), isBase64Encoded: true }),
    ],
  ])('that cannot be read is refused without a language too: %s', (code, read) => {
    expect(read).toThrow(
      expect.objectContaining({ says: { code }, errors: [expect.objectContaining({ pointer: '#', code })] }),
    );
  });
});
