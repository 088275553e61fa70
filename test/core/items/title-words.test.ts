import { isFoundBy, termsOf, wordsOf } from '../../../core/items/title-words.ts';

const isFound = (search: string, title: string) => isFoundBy(termsOf(search), wordsOf(title));

describe('the words of a title', () => {
  it('are without case, accents and what stands between them', () => {
    expect([...wordsOf("Échappe Men's T-shirt, 3.5mm — ﬁne İstanbul")]).toEqual([
      'echappe',
      'men',
      's',
      't',
      'shirt',
      '3',
      '5mm',
      'fine',
      'istanbul',
    ]);
    expect([...wordsOf('!!! 🧦')]).toEqual([]);
  });

  it('begin at each letter where a script puts no spaces between them', () => {
    expect([...wordsOf('羊毛袜 USB充电线2米')]).toEqual([
      '羊毛袜',
      '毛袜',
      '袜',
      'usb',
      '充电线',
      '电线',
      '线',
      '2',
      '米',
    ]);
    expect([...wordsOf('靴下ソックス')]).toEqual(['靴下ソックス', '下ソックス', 'ソックス', 'ックス', 'クス', 'ス']);
    expect([...wordsOf('양말 세트')]).toEqual(['양말', '세트']);
  });

  it('never begin with a mark that belongs to the letter before', () => {
    expect([...wordsOf('ถุงเท้า')].filter((word) => /^\p{M}/u.test(word))).toEqual([]);
  });

  it('are forty at most, of 32 letters, so that any fits a key with the longest id', () => {
    const words = [...wordsOf(Array.from({ length: 60 }, (_, index) => `w${index}`).join(' '))];
    const [long = ''] = wordsOf('𠀀'.repeat(500));

    expect([words.length, words.at(-1)]).toEqual([40, 'w39']);
    expect(Buffer.byteLength(`${long}#${'袜'.repeat(256)}`)).toBeLessThanOrEqual(1_024);
  });
});

it.each([
  ['lin sh', 'Linen Shirt', true],
  ['shirt linen', 'Linen Shirt', true],
  ['LINEN', 'linen shirt', true],
  ['echarpe', 'Écharpe', true],
  ['écharpe', 'ECHARPE', true],
  ['inen', 'Linen Shirt', false],
  ['linen dress', 'Linen Shirt', false],
  ['毛袜', '红色羊毛袜', true],
  ['羊毛 红', '红色羊毛袜', true],
  ['羊袜', '红色羊毛袜', false],
  ['usb线', 'USB充电线', true],
])('%s is how words of %s begin: %s', (search, title, expected) => {
  expect(isFound(search, title)).toBe(expected);
});
