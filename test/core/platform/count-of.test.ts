import { countOf } from '../../../core/platform/count-of.ts';

describe('a number with its noun', () => {
  it('is one where it is one, and many where it is any other, none among them', () => {
    expect([0, 1, 2, 21].map((count) => countOf(count, 'order'))).toEqual([
      '0 orders',
      '1 order',
      '2 orders',
      '21 orders',
    ]);
    expect([1, 2].map((count) => countOf(count, 'stretch', 'stretches'))).toEqual(['1 stretch', '2 stretches']);
  });
});
