import type { CheckOptions } from '../../../core/content/check-text.ts';
import { checkText, openClaims } from '../../../core/content/check-text.ts';
import type { Fact, Vertical } from '../../../core/content/contract.ts';

const facts: Fact[] = [
  { name: 'title', value: 'Mauve Leather Daypack' },
  { name: 'category', value: 'Accessories > Backpack' },
  { name: 'brand', value: 'Fellside' },
  { name: 'capacity', value: '18 l' },
  { name: 'pockets', value: '3 pockets' },
];
const description: CheckOptions = { kind: 'description', vertical: 'general' };
const textOf = (text: string, given: Fact[] = facts) => checkText(text, given, description).text;

describe('a sentence that says only what the facts say', () => {
  it.each([
    'Elevate your style with our Mauve Leather Daypack.',
    'This Fellside backpack holds 18 litres.'.replace('holds', 'has'),
    'It has three pockets.',
    'Perfect for every day, our leather daypack completes any outfit.',
  ])('stays as it is: %s', (sentence) => {
    expect(textOf(sentence)).toBe(sentence);
  });
});

describe('a sentence with a claim that the facts do not carry', () => {
  it.each([
    ['a wrong number', 'It has 5 pockets.', 'contradicted'],
    ['a wrong number in words', 'It has five pockets.', 'contradicted'],
    ['a wrong amount in another spelling', 'Our daypack has 25 litres.', 'contradicted'],
    ['a number of something else', 'It has 3 handles.', 'unverified'],
    ['another material', 'This daypack is made of canvas.', 'contradicted'],
    ['another colour', 'Our daypack is black.', 'contradicted'],
    ['a feature nobody told', 'Our daypack is waterproof.', 'unverified'],
    ['a name nobody told', 'Our daypack looks like a Gucci.', 'unverified'],
    ['an absence nobody told', 'Our daypack is made without leather.', 'contradicted'],
    ['an audience nobody told', 'Our daypack is for men.', 'unverified'],
    ['a superlative', 'It is the best daypack.', 'unverified'],
    ['a promise', 'Our daypack is guaranteed.', 'banned'],
    ['an offer', 'Our daypack has free shipping.', 'banned'],
    ['a price', 'Our daypack is yours for $20.', 'unverified'],
  ])('goes: %s', (_, sentence, status) => {
    const { text, sentences } = checkText(`${sentence} Love our leather daypack.`, facts, description);

    expect(text).toBe('Love our leather daypack.');
    expect(sentences[0]?.claims.map((claim) => claim.status)).toContain(status);
  });

  it('is said without the adjective that nothing supports', () => {
    expect(textOf('Meet the ultimate leather daypack.')).toBe('Meet the leather daypack.');
    expect(textOf('This is an orange daypack.')).toBe('This is a daypack.');
  });

  it('is said without the trailing part that nothing supports', () => {
    expect(textOf('Elevate your style with our leather daypack, featuring waterproof zippers.')).toBe(
      'Elevate your style with our leather daypack.',
    );
  });

  it('keeps a decimal number whole', () => {
    const given = [...facts, { name: 'weight', value: '1.5 kg' }];

    expect(textOf('Our daypack is 1.5 kg.', given)).toBe('Our daypack is 1.5 kg.');
    expect(textOf('Our daypack is 5 kg.', given)).toBe('');
  });
});

describe('claims that no fact can carry', () => {
  it.each<[Vertical, string]>([
    ['mother-and-baby', 'A non-toxic daypack.'],
    ['food', 'A healthy daypack.'],
    ['beauty', 'An anti-ageing daypack.'],
    ['electronics', 'An unbreakable daypack.'],
    ['travel', 'The safest daypack.'],
    ['fashion', 'A slimming daypack.'],
  ])('are banned in %s even where the catalogue says so', (vertical, sentence) => {
    const told = [...facts, { name: 'note', value: sentence }];

    expect(openClaims(sentence, told, vertical).map(({ status }) => status)).toContain('banned');
  });
});

describe('kinds with little room', () => {
  it('get whole sentences that fit, and a subject without its full stop', () => {
    const text = 'Love our leather daypack. Elevate your style with our leather daypack, our daypack, our daypack.';

    expect(checkText(text, facts, { kind: 'subject', vertical: 'general' }).text).toBe('Love our leather daypack');
  });
});

describe('Chinese', () => {
  const told: Fact[] = [
    { name: 'title', value: '藏青色亚麻衬衫' },
    { name: 'category', value: '男装 > 衬衫' },
    { name: '纽扣', value: '6 颗纽扣' },
  ];

  it('keeps what the facts say', () => {
    expect(textOf('这款亚麻衬衫适合日常搭配。', told)).toBe('这款亚麻衬衫适合日常搭配。');
  });

  it.each([
    ['another material', '这款纯棉衬衫适合日常。'],
    ['another colour', '这款黑色衬衫适合日常。'],
    ['a superlative', '这款衬衫是最好的选择。'],
    ['a cure', '这款衬衫有治疗的效果。'],
    ['a number', '这款衬衫有三件。'],
    ['a feature nobody told', '这款衬衫防水透气。'],
  ])('drops %s', (_, sentence) => {
    expect(textOf(sentence, told)).toBe('');
  });

  it('keeps the clauses before the one that nothing supports', () => {
    expect(textOf('这款亚麻衬衫适合日常，防水透气。', told)).toBe('这款亚麻衬衫适合日常。');
  });
});
