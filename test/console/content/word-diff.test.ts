import { type DiffPart, wordDiff } from '../../../console/src/content/word-diff.ts';

const textOf = (parts: readonly DiffPart[], ...kinds: DiffPart['kind'][]) =>
  parts
    .filter(({ kind }) => kinds.includes(kind))
    .map(({ text }) => text)
    .join('');

describe('wordDiff', () => {
  it.each([
    ['Love our leather daypack.', 'Love our mauve leather daypack today.'],
    ['', 'All of it is new.'],
    ['All of it goes.', ''],
    ['这款亚麻衬衫。', '这款棉麻衬衫适合日常。'],
  ])('gives back both texts whole: %s', (before, after) => {
    const parts = wordDiff(before, after);

    expect(textOf(parts, 'same', 'removed')).toBe(before);
    expect(textOf(parts, 'same', 'added')).toBe(after);
  });

  it('marks no more than what changed', () => {
    expect(wordDiff('Love our daypack.', 'Love our mauve daypack.')).toEqual([
      { kind: 'same', text: 'Love our ' },
      { kind: 'added', text: 'mauve ' },
      { kind: 'same', text: 'daypack.' },
    ]);
  });
});
