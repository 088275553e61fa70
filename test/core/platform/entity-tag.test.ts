import { entityTag, IfMatch, mayReplace } from '../../../core/platform/entity-tag.ts';

const third = { revision: 3, isThere: true };
const replaces = (header: string, standing = third) => mayReplace(IfMatch.parse(header), standing);

describe('If-Match', () => {
  it('allows the revision that an answer was tagged with, and no other', () => {
    expect(replaces(entityTag(3))).toBe(true);
    expect(replaces(entityTag(2))).toBe(false);
    expect(replaces('"33"')).toBe(false);
  });

  it.each(['"2", "3"', '"3","2"', ' "3" ', '"2",, "3" ,', ', ,"3"', '"a,b" , "3"', 'W/"3", "3"'])(
    'allows each revision of a list: %s',
    (header) => {
      expect(replaces(header)).toBe(true);
    },
  );

  it.each(['W/"3"', '"2", W/"3"', '"03"', '"three"', '"2,3"', '', ' ,, '])(
    'allows nothing that it does not name strongly: %s',
    (header) => {
      expect(replaces(header)).toBe(false);
    },
  );

  it.each(['*', ' * '])('of * allows whatever is there, and nothing where nothing is: %s', (header) => {
    expect(replaces(header)).toBe(true);
    expect(replaces(header, { revision: 0, isThere: true })).toBe(true);
    expect(replaces(header, { revision: 0, isThere: false })).toBe(false);
  });

  it('allows by "0" to write what nobody has written', () => {
    expect(replaces('"0"', { revision: 0, isThere: false })).toBe(true);
    expect(replaces('"0"')).toBe(false);
  });

  it('allows anything where it was not sent', () => {
    expect(mayReplace(undefined, third)).toBe(true);
  });

  it.each(['3', '"3', '"3""4"', '"3" "4"', 'w/"3"', '"3", *', '*, *', '"a b"', '"3"; "4"'])(
    'is refused where it is neither * nor a list of tags: %s',
    (header) => {
      expect(IfMatch.safeParse(header).success).toBe(false);
    },
  );

  it('is read in no time, however many marks are in it', () => {
    const tags = '"3" , '.repeat(1_000);
    const started = performance.now();

    expect(IfMatch.safeParse(`${tags}${' ,'.repeat(3_000)}x`).success).toBe(false);
    expect(IfMatch.safeParse(`"3"${' '.repeat(100_000)}x`).success).toBe(false);
    expect(IfMatch.safeParse(`,${' '.repeat(100_000)}x`).success).toBe(false);

    expect(performance.now() - started).toBeLessThan(200);
  });
});
