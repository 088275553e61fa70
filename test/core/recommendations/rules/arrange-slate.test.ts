import fc from 'fast-check';
import type { CatalogueRow } from '../../../../core/items/contract.ts';
import type { RecipeDraft } from '../../../../core/recommendations/recipe.ts';
import { Boost, Promotion, RecipeDraft as RecipeDraftSchema } from '../../../../core/recommendations/recipe.ts';
import { arrangeSlate, slotsOf } from '../../../../core/recommendations/rules/arrange-slate.ts';
import { compileRules } from '../../../../core/recommendations/rules/compile-rules.ts';
import { groupOf } from '../../../../core/recommendations/rules/diversity.ts';
import { draftSlate } from '../../../../core/recommendations/rules/draft-slate.ts';
import { aNow, anItemRow, aRecipeDraft, scopesOf } from '../../../support/recommendations.ts';

/** 200 items, best first. The last fifty are of brand Norra, which therefore never gets far by itself. */
const rows = Array.from({ length: 200 }, (_, index) =>
  anItemRow(`i${index}`, {
    brand: index >= 150 ? 'Norra' : `brand ${index % 7}`,
    category: ['Home', `kind ${index % 4}`],
    price: index,
  }),
);
const byId = new Map(rows.map((row) => [row.itemId, row]));
const rowOf = ({ itemId }: { readonly itemId: string }) => byId.get(itemId);

function slateOf(draft: Partial<RecipeDraft>, k: number, ranked: readonly CatalogueRow[] = rows) {
  const rules = compileRules(aRecipeDraft(draft), aNow);
  const { ordered, length, promoted } = arrangeSlate(ranked, { rules, k, scopeOf: scopesOf(byId), rowOf });
  return { items: ordered.slice(0, length), options: ordered.slice(length), promoted };
}

const aPromotion = (overrides: Partial<Promotion> = {}): Promotion => ({
  ...Promotion.parse({ name: 'Norra week', filter: 'brand = "Norra"', ...overrides }),
});
const ofNorra = (items: readonly CatalogueRow[]) => items.filter(({ brand }) => brand === 'Norra');
const lengths = Array.from({ length: 50 }, (_, index) => index + 1);

describe('promotions', () => {
  it.each(lengths)('fill exactly their share of %i slots, rounded half up', (k) => {
    for (const percent of [0, 5, 10, 20, 25, 33, 50, 75, 100]) {
      const { items } = slateOf({ promotions: [aPromotion({ percent })] }, k);

      expect(items).toHaveLength(k);
      expect(ofNorra(items)).toHaveLength(Math.floor((percent * k + 50) / 100));
    }
  });

  it.each(lengths)('keep to their least and most of %i slots', (k) => {
    const least = slateOf({ promotions: [aPromotion({ percent: 10, minSlots: 3 })] }, k).items;
    const most = slateOf({ promotions: [aPromotion({ percent: 50, maxSlots: 4 })] }, k).items;

    expect(ofNorra(least)).toHaveLength(Math.min(k, Math.max(3, Math.floor((10 * k + 50) / 100))));
    expect(ofNorra(most)).toHaveLength(Math.min(4, Math.floor((50 * k + 50) / 100)));
  });

  it('hold what stands there by itself to their most, too', () => {
    const cheapest = aPromotion({ filter: 'price < 20', maxSlots: 2 });

    const { items } = slateOf({ promotions: [cheapest] }, 10);

    expect(items.filter(({ price }) => price < 20)).toHaveLength(2);
    expect(items).toHaveLength(10);
  });

  it.each(lengths)('share %i slots between them in full', (k) => {
    const others = aPromotion({ name: 'Dear', filter: 'price between 100 and 149', percent: 50 });

    const { items } = slateOf({ promotions: [aPromotion({ percent: 50 }), others] }, k);

    expect(items).toHaveLength(k);
    expect(ofNorra(items)).toHaveLength(Math.floor((k + 1) / 2));
    expect(items.filter(({ price }) => price >= 100 && price < 150)).toHaveLength(Math.floor(k / 2));
  });

  it('are spread over the slate rather than stacked', () => {
    const { items, promoted } = slateOf({ promotions: [aPromotion({ percent: 25 })] }, 8);

    expect(items.flatMap(({ brand }, index) => (brand === 'Norra' ? [index] : []))).toEqual([3, 7]);
    expect([...promoted]).toEqual(['i150', 'i151']);
  });

  it.each(lengths)('fill as many of %i slots as a cap leaves room for', (k) => {
    for (const [most, window] of [
      [1, 2],
      [1, 4],
      [2, 5],
      [3, 4],
    ] as const) {
      const room = Math.floor(k / window) * most + Math.min(most, k % window);
      for (const percent of [10, 30, 50, 100]) {
        const diversity = [{ by: 'brand' as const, most, window }];
        const { items } = slateOf({ diversity, promotions: [aPromotion({ percent })] }, k);

        expect(items).toHaveLength(k);
        expect(ofNorra(items)).toHaveLength(Math.min(room, slotsOf({ percent, minSlots: 0 }, k)));
      }
    }
  });

  describe('beside a cap that other items may use up', () => {
    const anItem = (itemId: string, brand: string, kind: string) =>
      anItemRow(itemId, { brand, category: ['Home', kind] });
    const slotsIn = (ranked: readonly CatalogueRow[], draft: Partial<RecipeDraft>, k: number) => {
      const known = new Map(ranked.map((row) => [row.itemId, row]));
      const { ordered, length, promoted } = arrangeSlate(ranked, {
        rules: compileRules(aRecipeDraft(draft), aNow),
        k,
        scopeOf: scopesOf(known),
        rowOf: ({ itemId }) => known.get(itemId),
      });
      return { items: ordered.slice(0, length), promoted };
    };

    it('get their slot before items alike close it to them', () => {
      const ranked = [
        anItem('ring', 'Fellside', 'rings'),
        anItem('bench', 'Plainfold', 'benches'),
        anItem('bag', 'Fellside', 'bags'),
        anItem('norra bench', 'Norra', 'benches'),
      ];
      const diversity = [{ by: 'category' as const, most: 1, window: 3 }];

      const { items, promoted } = slotsIn(ranked, { diversity, promotions: [aPromotion({ minSlots: 1 })] }, 3);

      expect(items.map(({ itemId }) => itemId)).toEqual(['ring', 'bag', 'norra bench']);
      expect([...promoted]).toEqual(['norra bench']);
    });

    it('have as many slots of a full slate as any other under the caps could give them', () => {
      const anyItem = fc.record({ brand: fc.constantFrom('Norra', 'A', 'B'), kind: fc.constantFrom('x', 'y', 'z') });
      const anyCap = fc
        .record({ by: fc.constantFrom('brand' as const, 'category' as const), most: fc.constant(1), more: fc.nat(2) })
        .map(({ most, more, by }) => ({ by, most, window: most + more }));
      fc.assert(
        fc.property(
          fc.array(anyItem, { minLength: 4, maxLength: 7 }),
          anyCap,
          fc.integer({ min: 2, max: 4 }),
          fc.integer({ min: 1, max: 3 }),
          (some, cap, k, minSlots) => {
            const ranked = some.map(({ brand, kind }, index) => anItem(`i${index}`, brand, kind));
            const draft = aRecipeDraft({ diversity: [cap], promotions: [aPromotion({ minSlots })] });
            const { items } = slotsIn(ranked, draft, k);
            fc.pre(items.length === k);
            const possible = allOf(ranked, k).filter((slate) => keepsLimits(slate, draft));
            const most = Math.max(...possible.map((slate) => ofNorra(slate).length));

            expect(ofNorra(items).length).toBeGreaterThanOrEqual(Math.min(minSlots, most));
          },
        ),
        { numRuns: 300, seed: 7 },
      );
    });

    /** Every slate of so many different items. */
    const allOf = (items: readonly CatalogueRow[], length: number): CatalogueRow[][] =>
      length === 0
        ? [[]]
        : items.flatMap((first) =>
            allOf(
              items.filter((item) => item !== first),
              length - 1,
            ).map((others) => [first, ...others]),
          );
  });

  it('never bring in what the filter excludes', () => {
    const { items } = slateOf({ filter: 'price < 160', promotions: [aPromotion({ percent: 100 })] }, 50);

    expect(ofNorra(items)).toHaveLength(10);
    expect(items.every(({ price }) => price < 160)).toBe(true);
  });

  it('begin at their start and are over at their end', () => {
    const running = (startsAt: string, endsAt: string) =>
      ofNorra(slateOf({ promotions: [aPromotion({ percent: 50, startsAt, endsAt })] }, 10).items).length;

    expect(running('2026-11-02T00:00:00.000Z', '2026-11-03T00:00:00.000Z')).toBe(5);
    expect(running('2026-11-02T00:00:00.001Z', '2026-11-03T00:00:00.000Z')).toBe(0);
    expect(running('2026-11-01T00:00:00.000Z', '2026-11-02T00:00:00.000Z')).toBe(0);
    expect(running('2026-11-02T01:00:00+01:00', '2026-11-02T00:00:01-01:00')).toBe(5);
    expect(running('2026-11-02T00:00:00-01:00', '2026-11-03T00:00:00Z')).toBe(0);
  });

  it('count half slots exactly, where floating point would not', () => {
    expect(slotsOf({ percent: 29, minSlots: 0 }, 50)).toBe(15);
    expect(slotsOf({ percent: 15, minSlots: 0 }, 10)).toBe(2);
  });
});

describe('boost and bury', () => {
  const top = (strength: number) =>
    slateOf({ boosts: [{ name: 'Norra', filter: 'brand = "Norra"', strength }] }, 10).items;

  it('of 1 goes past everything, of -1 behind everything', () => {
    expect(ofNorra(top(1))).toHaveLength(10);
    expect(
      slateOf({ boosts: [{ name: 'first', filter: 'price < 5', strength: -1 }] }, 10).items.map(({ price }) => price),
    ).toEqual([5, 6, 7, 8, 9, 10, 11, 12, 13, 14]);
  });

  it('of 0 changes nothing', () => {
    expect(top(0)).toEqual(rows.slice(0, 10));
  });

  it('of 0.2 goes past a fifth of the items', () => {
    const boosts = [{ name: 'one', filter: 'itemId = "i100"', strength: 0.2 }];

    const { items } = slateOf({ boosts }, 50, rows.slice(0, 101));

    expect(items.map(({ itemId }) => itemId)).not.toContain('i100');
    expect(slateOf({ boosts }, 50, rows.slice(0, 50).concat(rows.slice(100, 101))).items.at(40)?.itemId).toBe('i100');
  });

  it('stays within [-1, 1] when several meet', () => {
    const twice = [1, 1].map((strength, index) => ({ name: `b${index}`, filter: 'price >= 100', strength }));
    const once = [{ name: 'b', filter: 'price >= 100', strength: 1 }];

    expect(slateOf({ boosts: twice }, 50).items).toEqual(slateOf({ boosts: once }, 50).items);
  });

  it('is refused beyond', () => {
    expect(Boost.safeParse({ name: 'b', filter: 'price > 1', strength: 1.01 }).success).toBe(false);
    expect(Boost.safeParse({ name: 'b', filter: 'price > 1', strength: -1.01 }).success).toBe(false);
  });
});

const anyDraft: fc.Arbitrary<RecipeDraft> = fc
  .record({
    diversity: fc.array(
      fc
        .record({ by: fc.constantFrom('brand', 'category'), most: fc.integer({ min: 1, max: 4 }), more: fc.nat(8) })
        .map(({ by, most, more }) => ({ by, most, window: most + more })),
      { maxLength: 3 },
    ),
    percent: fc.integer({ min: 0, max: 100 }),
    maxSlots: fc.option(fc.nat(20), { nil: undefined }),
    strength: fc.double({ min: -1, max: 1, noNaN: true }),
    limit: fc.integer({ min: 0, max: 200 }),
  })
  .map(({ diversity, percent, maxSlots, strength, limit }) =>
    RecipeDraftSchema.parse({
      base: 'for-you',
      filter: `price < ${limit}`,
      diversity,
      promotions: [{ name: 'p', filter: 'brand = "Norra"', percent, ...(maxSlots === undefined ? {} : { maxSlots }) }],
      boosts: [{ name: 'b', filter: 'brand = "brand 3"', strength }],
    }),
  );

function keepsLimits(slate: readonly CatalogueRow[], draft: RecipeDraft): boolean {
  const isDiverse = draft.diversity.every(({ by, most, window }) =>
    slate.every((_, start) => {
      const groups = slate.slice(start, start + window).flatMap((row) => groupOf(row, by) ?? []);
      return groups.every((group) => groups.filter((one) => one === group).length <= most);
    }),
  );
  const most = draft.promotions[0]?.maxSlots ?? Number.POSITIVE_INFINITY;
  return isDiverse && ofNorra(slate).length <= most;
}

function keepsFilter(slate: readonly CatalogueRow[], draft: RecipeDraft): boolean {
  const limit = Number(draft.filter?.split('< ')[1]);
  return slate.every(({ price }) => price < limit);
}

const holds = (slate: readonly CatalogueRow[], draft: RecipeDraft) =>
  keepsLimits(slate, draft) && keepsFilter(slate, draft);

describe('any rules together', () => {
  it('hold in every window, whatever else is asked, and so for every item that chance may put last', () => {
    fc.assert(
      fc.property(anyDraft, fc.integer({ min: 1, max: 50 }), (draft, k) => {
        const { items, options } = slateOf(draft, k);

        expect(new Set(items).size).toBe(items.length);
        expect(items.length).toBeLessThanOrEqual(k);
        expect(holds(items, draft)).toBe(true);
        for (const option of options.slice(0, 20)) expect(holds([...items.slice(0, -1), option], draft)).toBe(true);
      }),
      { numRuns: 200, seed: 7 },
    );
  });

  it('leave a ranking without rules as it is', () => {
    const { items, options } = slateOf({}, 10);

    expect(items).toEqual(rows.slice(0, 10));
    expect(options).toEqual(rows.slice(10));
  });

  it('make nothing of nothing', () => {
    expect(slateOf({ promotions: [aPromotion({ percent: 50 })] }, 10, []).items).toEqual([]);
  });
});

describe('a slate that two recipes draft', () => {
  const sideOf = (draft: RecipeDraft, ranked: readonly CatalogueRow[]) => ({
    ranked,
    rules: compileRules(draft, aNow),
    scopeOf: scopesOf(byId),
    rowOf,
  });
  /** Each bit is the coin of one round. */
  const tossing = (bits: number) => {
    let tossed = 0;
    return () => ((bits >> tossed++) & 1 ? 0.75 : 0.25);
  };
  const draftOf = (left: RecipeDraft, right: RecipeDraft, k: number, bits: number, others = rows) =>
    draftSlate(sideOf(left, rows), sideOf(right, others), k, tossing(bits));
  const anyRight = fc.shuffledSubarray(rows, { minLength: rows.length });
  const itemsOf = (drafted: ReturnType<typeof draftOf>) => drafted.map(({ item }) => item);

  it('keeps the caps and the most of both, and each the filter of who picked it', () => {
    fc.assert(
      fc.property(
        anyDraft,
        anyDraft,
        anyRight,
        fc.integer({ min: 1, max: 50 }),
        fc.nat(2 ** 25),
        (left, right, others, k, bits) => {
          const drafted = draftOf(left, right, k, bits, others);
          const of = (team: string) => itemsOf(drafted.filter((one) => one.team === team));

          expect(new Set(itemsOf(drafted)).size).toBe(drafted.length);
          expect(drafted.length).toBeLessThanOrEqual(k);
          expect(keepsLimits(itemsOf(drafted), left)).toBe(true);
          expect(keepsLimits(itemsOf(drafted), right)).toBe(true);
          expect(keepsFilter(of('left'), left)).toBe(true);
          expect(keepsFilter(of('right'), right)).toBe(true);
        },
      ),
      { numRuns: 200, seed: 7 },
    );
  });

  it('comes with the very probability that it logs', () => {
    const k = 4;
    fc.assert(
      fc.property(anyDraft, anyDraft, anyRight, (left, right, others) => {
        const runs = Array.from({ length: 2 ** k }, (_, bits) => draftOf(left, right, k, bits, others));
        const named = runs.map((drafted) =>
          itemsOf(drafted)
            .map(({ itemId }) => itemId)
            .join(),
        );

        for (const [index, drafted] of runs.entries()) {
          const share = named.filter((one) => one === named[index]).length / runs.length;
          expect(drafted.reduce((product, { propensity }) => product * propensity, 1)).toBeCloseTo(share, 10);
        }
      }),
      { numRuns: 25, seed: 7 },
    );
  });

  it.each(lengths)('fills the share of %i slots that both promote, and as much as one alone can', (k) => {
    for (const percent of [5, 33, 50]) {
      const promoting = aRecipeDraft({ promotions: [aPromotion({ percent })] });
      const share = Math.floor((percent * k + 50) / 100);
      for (const bits of [0, 0b0110110011110000110101101]) {
        expect(ofNorra(itemsOf(draftOf(promoting, promoting, k, bits)))).toHaveLength(share);
        const alone = draftOf(promoting, aRecipeDraft(), k, bits);
        expect(ofNorra(itemsOf(alone)).length).toBeGreaterThanOrEqual(Math.min(share, Math.floor(k / 2)));
        expect(alone.flatMap(({ isPromoted, team }) => (isPromoted ? [team] : []))).not.toContain('right');
      }
    }
  });
});
