import fc from 'fast-check';
import type { AttributeLine } from '../../../core/recommendations/contract.ts';
import { explainItem } from '../../../core/recommendations/explain-item.ts';
import { popularFor } from '../../../core/recommendations/popular-for.ts';

const popular = ['bowl', 'lamp', 'rug', 'sofa'].map((itemId, index) => ({ itemId, score: 0.4 - index / 10 }));
const aLine = (attribute: string, lifts: Readonly<Record<string, number>>, customers = 40): AttributeLine => ({
  attribute,
  value: `the-${attribute}`,
  customers,
  lifts: Object.entries(lifts).map(([itemId, lift]) => ({ itemId, lift })),
});
const idsOf = (items: readonly { readonly itemId: string }[]) => items.map(({ itemId }) => itemId);

const anyLines = fc.uniqueArray(
  fc.record({
    attribute: fc.constantFrom('country', 'ageGroup', 'loyalty_tier', 'constructor'),
    lifts: fc.dictionary(fc.constantFrom('bowl', 'lamp', 'rug', 'sofa', 'gone'), fc.double({ min: 0.1, max: 9 })),
    customers: fc.integer({ min: 20, max: 999 }),
  }),
  { selector: ({ attribute }) => attribute },
);

describe('popularFor', () => {
  it('orders by popularity times what each attribute makes of it, and names the one that raises an item most', () => {
    const found = popularFor(popular, [
      aLine('country', { sofa: 5, bowl: 0.5 }),
      aLine('ageGroup', { sofa: 2, rug: 1.2 }, 77),
    ]);

    expect(idsOf(found)).toEqual(['sofa', 'lamp', 'rug', 'bowl']);
    expect(found.map(({ source, group }) => [source, group?.attribute])).toEqual([
      ['popular-alike', 'country'],
      ['popular', undefined],
      ['popular-alike', 'ageGroup'],
      ['popular', undefined],
    ]);
    expect(found[2]?.group?.customers).toBe(77);
    expect(found[0]?.score).toBeCloseTo(0.1 * 5 * 2, 10);
  });

  it('claims nothing of an item that one attribute raises and another lowers by more', () => {
    const [, lamp] = popularFor(popular, [aLine('country', { lamp: 1.5 }), aLine('ageGroup', { lamp: 0.6 })]);

    expect(lamp).toMatchObject({ itemId: 'lamp', source: 'popular', popularRank: 2 });
    expect(lamp).not.toHaveProperty('group');
  });

  it('leaves items that nobody touched at the end, as they were listed', () => {
    const quiet = [...popular, { itemId: 'new', score: 0 }, { itemId: 'newer', score: 0 }];

    expect(idsOf(popularFor(quiet, [aLine('country', { newer: 9 })])).slice(-2)).toEqual(['new', 'newer']);
  });

  it('shows the same items whatever is said, in the same order however it is told', () => {
    fc.assert(
      fc.property(anyLines, fc.infiniteStream(fc.nat()), (said, order) => {
        const lines = said.map(({ attribute, lifts, customers }) => aLine(attribute, lifts, customers));
        const shuffled = lines
          .map((line) => ({ line: { ...line, lifts: line.lifts.toReversed() }, at: order.next().value ?? 0 }))
          .sort((left, right) => left.at - right.at)
          .map(({ line }) => line);

        const found = popularFor(popular, lines);

        expect(popularFor(popular, shuffled)).toEqual(found);
        expect(idsOf(found).sort()).toEqual(idsOf(popular).sort());
        expect(popularFor(popular, [])).toEqual(
          popular.map((item, index) => ({ ...item, popularRank: index + 1, source: 'popular' })),
        );
      }),
      { seed: 7 },
    );
  });

  it('gives each item a reason that is true of it and tells no value', () => {
    fc.assert(
      fc.property(anyLines, (said) => {
        const lines = said.map(({ attribute, lifts, customers }) => aLine(attribute, lifts, customers));

        for (const item of popularFor(popular, lines)) {
          const reasons = explainItem(item, { titleOf: (itemId) => itemId });
          const alike = reasons.find(({ code }) => code === 'popular-alike');
          const line = lines.find(({ attribute }) => attribute === alike?.group?.attribute);
          expect(reasons.length).toBeGreaterThan(0);
          expect(JSON.stringify(reasons)).not.toContain('the-');
          if (alike) expect(line?.lifts.find(({ itemId }) => itemId === item.itemId)?.lift).toBeGreaterThan(1);
          if (alike) expect(alike.group?.customers).toBe(line?.customers);
        }
      }),
      { seed: 7 },
    );
  });

  it.each([
    ['country', 'Popular with customers who share your country.', '在与您国家或地区相同的顾客中受欢迎。'],
    ['AgeGroup', 'Popular with customers who share your age group.', '在与您“age group”相同的顾客中受欢迎。'],
    ['constructor', 'Popular with customers who share your constructor.', '在与您“constructor”相同的顾客中受欢迎。'],
    ['loyalty_tier', 'Popular with customers who share your loyalty tier.', '在与您“loyalty tier”相同的顾客中受欢迎。'],
  ])('says %s in words', (attribute, en, zh) => {
    const [first] = popularFor(popular, [aLine(attribute, { bowl: 2 })]);

    const [reason] = first ? explainItem(first, { titleOf: (itemId) => itemId }) : [];

    expect(reason).toEqual({
      code: 'popular-alike',
      text: { en, zh },
      evidence: [],
      group: { attribute, customers: 40 },
    });
  });
});
