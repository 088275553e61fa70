import { SlateExperimentDraft } from '../../../core/experiments/contract.ts';
import { anItemRow, aRecipe } from '../../support/recommendations.ts';
import { ann, codesOf, did, heldOut, neighbours, popular, rows, slateFor, viewed } from '../../support/small-slates.ts';

describe('what a slate leaves out', () => {
  const everything = { k: 50 };

  it('is what was bought, is in the basket, is looked at, is hidden, sold out or unknown', async () => {
    const { ids } = await slateFor(
      {
        rows: rows.map((row) => ({
          ...row,
          isHidden: row.itemId === 'chair',
          stock: row.itemId === 'shelf' ? 0 : null,
        })),
        popular: [...popular, 'gone'],
        events: { [ann]: [did('Order Completed', 'bowl', 1), did('Product Added', 'rug', 2)] },
      },
      { ...everything, itemId: 'lamp' },
    );

    expect(ids.sort()).toEqual(['desk', 'sofa', 'vase'].filter((id) => ids.includes(id)));
    expect(ids).toContain('sofa');
  });

  it('comes back when it is taken out of the basket', async () => {
    const added = did('Product Added', 'rug', 2);

    const full = await slateFor({ events: { [ann]: [added] } }, everything);
    const emptied = await slateFor({ events: { [ann]: [added, did('Product Removed', 'rug', 3)] } }, everything);

    expect(full.ids).not.toContain('rug');
    expect(emptied.ids).toContain('rug');
  });

  it('stays in the basket until the last piece is taken out', async () => {
    const twice = [did('Product Added', 'rug', 1), did('Product Added', 'rug', 2), did('Product Removed', 'rug', 3)];

    const one = await slateFor({ events: { [ann]: twice } }, everything);
    const none = await slateFor({ events: { [ann]: [...twice, did('Product Removed', 'rug', 4)] } }, everything);

    expect(one.ids).not.toContain('rug');
    expect(none.ids).toContain('rug');
  });

  it('is what was met last, wherever a recommender or lists in its place choose', async () => {
    const found = ['lamp', 'bowl'].map((itemId) => ({ itemId, score: 1, source: 'popular', evidence: [] }));
    const events = { [ann]: [viewed('bowl', 1), viewed('lamp', 2)] };
    const idsOf = async (world: object, query = {}) =>
      (await slateFor({ events, ...world }, { ...everything, ...query })).ids;

    for (const recommender of [found, 'late' as const, undefined]) {
      expect(await idsOf({ recommender })).toContain('bowl');
      expect(await idsOf({ recommender })).not.toContain('lamp');
    }
    expect(await idsOf({ recommender: 'late', newItems: ['lamp'] })).not.toContain('lamp');
    expect((await slateFor({ events }, { k: 1, recipe: 'recently-viewed' })).ids).toEqual(['lamp']);
    expect(await idsOf({}, { recipe: 'popular' })).toContain('lamp');
  });

  it('is what was waved away, until it is wanted after all', async () => {
    const dismissed = did('Recommendation Dismissed', 'bowl', 2);

    const away = await slateFor({ events: { [ann]: [dismissed] } }, everything);
    const back = await slateFor(
      { events: { [ann]: [dismissed, did('Product Added to Wishlist', 'bowl', 3), viewed('lamp', 4)] } },
      everything,
    );

    expect(away.ids).not.toContain('bowl');
    expect(back.ids).toContain('bowl');
  });

  it('is what a filter of the recipe or of the request does not let through, for the holdout too', async () => {
    const recipes = [aRecipe('for-you', { filter: 'price <= 6000' })];

    for (const customer of [ann, heldOut]) {
      const { slate } = await slateFor({ recipes }, { k: 50, filter: 'brand = "Norra"' }, customer);
      expect(slate.items.length).toBeGreaterThan(0);
      expect(slate.items.every(({ price }) => price <= 6_000 && (price / 1_000) % 2 === 0)).toBe(true);
    }
  });
});

describe('a filter', () => {
  it('sees what the shop says of the customer, and when an item came', async () => {
    const market = (country: string) => ({ attributes: { country } });
    const filter = 'attributes.country = customer.attributes.country and days_since(firstSeenAt) < 30';
    const world = {
      attributes: { [ann]: { country: 'CN' } },
      rows: [
        anItemRow('lamp', { ...market('CN'), firstSeenAt: '2026-10-20T00:00:00.000Z' }),
        anItemRow('rug', { ...market('CN'), firstSeenAt: '2026-01-20T00:00:00.000Z' }),
        anItemRow('sofa', { ...market('DE'), firstSeenAt: '2026-10-20T00:00:00.000Z' }),
      ],
    };

    expect((await slateFor(world, { filter })).ids).toEqual(['lamp']);
    expect((await slateFor({ ...world, attributes: {} }, { filter })).ids).toEqual([]);
  });
});

describe('who orders a slate', () => {
  const events = { [ann]: [viewed('lamp')], [heldOut]: [viewed('lamp')] };

  it('is the champion, where it answers', async () => {
    const { slate, ids } = await slateFor({ events, champion: { rug: 0.9, bowl: 0.5 } });

    expect(ids.slice(0, 2)).toEqual(['rug', 'bowl']);
    expect(slate).toMatchObject({ policy: 'champion/bert', modelVersion: 'm1', recipe: 'for-you@0' });
  });

  it('is not the champion of what nobody had met when it was made, which keeps its place beside what it knows', async () => {
    const champion = { chair: 1, rug: 0.9, bowl: 0.5 };
    const world = { events, recipes: [aRecipe('for-you', { epsilon: 0 })] };

    const all = await slateFor({ ...world, champion }, { k: 50 });
    const before = await slateFor({ ...world, champion: 'late' }, { k: 50 });
    const held = await slateFor({ ...world, champion, unmet: ['chair'] }, { k: 50 });

    const place = before.ids.indexOf('chair');
    expect(all.ids.slice(0, 3)).toEqual(['chair', 'rug', 'bowl']);
    expect(place).toBeGreaterThan(0);
    expect(held.ids.indexOf('chair')).toBe(place);
    expect(held.ids.filter((id) => id !== 'chair')).toEqual(all.ids.filter((id) => id !== 'chair'));
    const item = held.slate.items[place];
    expect(item?.source).not.toBe('champion');
    expect(item?.score).toBe(held.slate.items[place - 1]?.score);
  });

  it('is the champion of everything that is named to be put in order', async () => {
    const many = Array.from({ length: 100 }, (_, index) => anItemRow(`i${index}`));
    const itemIds = many.map(({ itemId }) => itemId);

    const { ids } = await slateFor({ rows: many, champion: { i99: 0.9, i60: 0.8 } }, { recipe: 'rerank', itemIds });

    expect(ids.slice(0, 2)).toEqual(['i99', 'i60']);
  });

  it('is the champion of what nobody had met where all are such: it knows which of them suits', async () => {
    const { slate, ids } = await slateFor(
      { champion: { rug: 0.9, bowl: 0.5 }, unmet: ['bowl', 'rug'] },
      { recipe: 'rerank', itemIds: ['bowl', 'rug'] },
    );

    expect(ids).toEqual(['rug', 'bowl']);
    expect(slate.items.map(({ source }) => source)).toEqual(['champion', 'champion']);
  });

  it('is co-visitation when the champion is late, and popularity when nothing is known, under the same rules', async () => {
    const recipes = [aRecipe('for-you', { filter: 'itemId != "sofa" and itemId != "bowl"' })];

    const late = await slateFor({ events, champion: 'late', recipes });
    const unknown = await slateFor({ champion: 'late', recipes });
    const served = await slateFor({ events, champion: { sofa: 1, bowl: 1 }, recipes });

    expect(late.slate.policy).toBe('co-visitation');
    expect(late.ids.slice(0, 2)).toEqual(['vase', 'rug']);
    expect(unknown.slate.policy).toBe('popular');
    expect(unknown.ids).toEqual(['lamp', 'rug', 'shelf', 'chair']);
    for (const { ids } of [late, unknown, served]) expect(ids).not.toEqual(expect.arrayContaining(['sofa']));
  });

  it('is popularity alone for the holdout, without promotions or chance', async () => {
    const recipes = [
      aRecipe('for-you', { epsilon: 0.5, boosts: [{ name: 'b', filter: 'itemId = "chair"', strength: 1 }] }),
    ];

    const { slate, ids } = await slateFor({ events, champion: { rug: 1 }, recipes, random: () => 0 }, {}, heldOut);

    expect(slate).toMatchObject({ experimentArm: 'holdout', policy: 'holdout-popular' });
    expect(ids).toEqual(['bowl', 'lamp', 'rug', 'sofa']);
    expect(slate.items.map(({ propensity }) => propensity)).toEqual([1, 1, 1, 1]);
  });
});

describe('chance', () => {
  it('leaves propensities of the last place that sum to 1 over everything that may stand there', async () => {
    const recipes = [aRecipe('for-you', { epsilon: 0.2, diversity: [{ by: 'brand', most: 2, window: 3 }] })];
    const shown = new Map<string, number>();
    for (let step = 0; step < 400; step++) {
      const { slate } = await slateFor({ recipes, random: () => (step + 0.5) / 400 });
      const last = slate.items.at(-1);
      if (last) shown.set(last.itemId, last.propensity);
    }

    expect(shown.size).toBeGreaterThan(1);
    expect([...shown.values()].reduce((sum, one) => sum + one, 0)).toBeCloseTo(1, 10);
  });
});

describe('experiments', () => {
  const arms = [{ recipe: 'for-you' }, { recipe: 'popular' }];
  const experiment = (kind: string) => SlateExperimentDraft.parse({ name: 'spring', kind, arms });
  const events = { [ann]: [viewed('lamp')] };

  it('interleave two recipes and log whose each item is, with its chance', async () => {
    const { slate, decisions } = await slateFor({ events, experiment: experiment('interleaving'), random: () => 0.1 });

    expect(slate.items.map(({ team }) => team).sort()).toEqual(['for-you', 'for-you', 'popular', 'popular']);
    expect(slate.items[0]).toMatchObject({ team: 'for-you', propensity: 0.5 });
    expect(decisions[0]).toMatchObject({ experiment: { kind: 'interleaving', arm: 'for-you+popular' } });
  });

  it('interleave under the rules of both, whoever picks', async () => {
    const brandOf = (itemId: string) => rows.find((row) => row.itemId === itemId)?.brand;
    const recipes = [
      aRecipe('for-you', { diversity: [{ by: 'brand', most: 1, window: 2 }] }),
      aRecipe('popular', {
        base: 'popular',
        promotions: [{ name: 'lamps', filter: 'itemId in ["lamp", "rug"]', percent: 0, minSlots: 0, maxSlots: 1 }],
      }),
    ];

    for (const coin of [0.1, 0.9]) {
      const world = { recipes, experiment: experiment('interleaving'), random: () => coin };
      const { ids } = await slateFor({ ...world, events: { [ann]: [viewed('sofa')] } });
      const brands = ids.map(brandOf);

      expect(ids).toHaveLength(4);
      expect(brands.filter((brand, index) => brand === brands[index - 1])).toEqual([]);
      expect(ids.filter((itemId) => itemId === 'lamp' || itemId === 'rug').length).toBeLessThanOrEqual(1);
    }
  });

  it('draw an arm for each slate of a bandit and log the chance that it had', async () => {
    const { slate } = await slateFor({ events, experiment: experiment('bandit'), random: () => 0.9 });

    expect(slate).toMatchObject({ recipe: 'popular@0', experiment: { kind: 'bandit', arm: 'popular' } });
    expect(slate.experiment?.propensity).toBeCloseTo(0.5, 10);
  });

  it('draw by what was counted: an arm that is rewarded far more gets almost every slate', async () => {
    const totals = { 'for-you': [500, 5], popular: [500, 250] } as const;

    const { slate } = await slateFor({ events, experiment: experiment('bandit'), totals, random: () => 0.5 });

    expect(slate.experiment).toMatchObject({ arm: 'popular', reward: 'click' });
    expect(slate.experiment?.propensity).toBeCloseTo(0.975, 6);
  });

  it('stay out of the holdout, and out of a request that names its recipe', async () => {
    const world = { experiment: experiment('ab') };

    expect((await slateFor(world, {}, heldOut)).slate.experiment).toBeUndefined();
    expect((await slateFor(world, { recipe: 'popular' })).slate.experiment).toBeUndefined();
  });
});

describe('reasons', () => {
  const events = { [ann]: [viewed('sofa', 1), viewed('lamp', 2)] };

  it('name an item that the customer did meet, and that does lead here by the lists', async () => {
    const { slate } = await slateFor({ events });

    const joined = slate.items.flatMap(({ itemId, reasons }) =>
      reasons.filter(({ code }) => code === 'viewed-together').map(({ evidence }) => [itemId, evidence[0]?.itemId]),
    );
    expect(joined.length).toBeGreaterThan(1);
    for (const [itemId = '', from = ''] of joined) {
      expect(['sofa', 'lamp']).toContain(from);
      expect(new Map(Object.entries<string[]>(neighbours)).get(from)).toContain(itemId);
    }
  });

  it('say that orders joined two items where they did, and else in how many stretches customers met both', async () => {
    const bought = { events: { [ann]: [did('Order Completed', 'lamp', 1)] } };

    const { slate } = await slateFor(bought, { k: 2 });
    const ordered = await slateFor(
      { ...bought, boughtWith: { lamp: ['vase'] } },
      { recipe: 'bought-together', itemId: 'lamp' },
    );

    expect(slate.items.map(({ reasons }) => reasons[0])).toMatchObject([
      {
        code: 'viewed-together',
        text: {
          en: 'Goes with “The lamp”, which you bought: customers met both in 10 stretches of shopping.',
          zh: '与您购买过的“The lamp”相关：顾客在 10 段购物经历中都接触过这两件商品。',
        },
      },
      { code: 'viewed-together' },
    ]);
    expect(ordered.slate.items[0]?.reasons[0]).toMatchObject({
      code: 'bought-together',
      text: { en: expect.stringContaining('in 10 orders') },
    });
  });

  it('say what found an item that the champion has put in order since', async () => {
    const promotions = [{ name: 'new', itemIds: ['brand-new'], percent: 0, minSlots: 0 }];
    const world = { rows: [...rows, anItemRow('brand-new')], champion: { 'brand-new': 0.9, desk: 0.8 } };

    const given = await slateFor(world, { recipe: 'rerank', itemIds: ['desk', 'vase'] });
    const promoted = await slateFor({ ...world, recipes: [aRecipe('for-you', { promotions })] });

    expect(codesOf(given.slate)).toEqual(['given', 'given']);
    expect(promoted.slate.items[0]).toMatchObject({
      itemId: 'brand-new',
      source: 'champion',
      reasons: [{ code: 'promoted' }],
    });
  });

  it('speak of learning where chance put an item, and nowhere else', async () => {
    const unexplained = rows.map(({ itemId }) => ({ itemId, score: 1, source: 'neural', evidence: [] }));
    const world = { popular: [], recommender: unexplained, recipes: [aRecipe('for-you', { epsilon: 0.5 })] };

    const certain = await slateFor({ ...world, random: () => 0.9 });
    const drawn = await slateFor({ ...world, random: () => 0.1 });

    expect(codesOf(certain.slate)).toEqual(['suggested', 'suggested', 'suggested', 'suggested']);
    expect(codesOf(drawn.slate)).toEqual(['suggested', 'suggested', 'suggested', 'explored']);
  });

  it('say where an item would stand without what led to it, as the ranking without it does', async () => {
    const { slate, decisions } = await slateFor({ events }, { k: 6 });
    const last = decisions[0]?.candidates.length;
    const desk = slate.items.find(({ itemId }) => itemId === 'desk');
    const reason = desk?.reasons.find(({ code }) => code === 'counterfactual');

    const without = await slateFor({ events: { [ann]: [viewed('lamp', 2)] } }, { k: 6 });

    expect(reason?.evidence).toEqual([{ itemId: 'sofa' }]);
    // Desk is in no other list and not popular: without the sofa it comes after everything else.
    expect(without.ids).not.toContain('desk');
    expect(reason?.text.en).toContain(`number ${last} among the candidates`);
    expect(reason?.text.zh).toContain(`第 ${last} 位`);
  });

  it('are there for every item, in both languages', async () => {
    for (const customer of [ann, heldOut]) {
      const { slate } = await slateFor({ events, champion: { rug: 1 } }, { k: 50 }, customer);
      for (const { reasons } of slate.items) {
        expect(reasons.length).toBeGreaterThan(0);
        expect(reasons.every(({ text }) => text.en && /[\u4e00-\u9fff]/.test(text.zh))).toBe(true);
      }
    }
  });
});

describe('the decision', () => {
  it('is written down with what could have been chosen, before the answer goes out', async () => {
    const { slate, decisions } = await slateFor({ events: { [ann]: [viewed('lamp')] } });

    expect(decisions).toHaveLength(1);
    expect(decisions[0]).toMatchObject({ customer: ann, recipe: 'for-you@0', requestId: slate.requestId });
    expect(decisions[0]?.candidates.map(({ itemId }) => itemId)).toEqual(
      expect.arrayContaining(slate.items.map(({ itemId }) => itemId)),
    );
  });

  it('holds what was chosen, from however far down a rule or a second recipe brought it', async () => {
    const many = Array.from({ length: 150 }, (_, index) => anItemRow(`i${index}`));
    const promotions = [{ name: 'new', itemIds: ['brand-new'], percent: 0, minSlots: 1 }];
    const world = {
      rows: [...many, anItemRow('brand-new')],
      popular: many.map(({ itemId }) => itemId),
      recipes: [aRecipe('for-you', { promotions })],
    };
    const experiment = SlateExperimentDraft.parse({
      name: 'spring',
      kind: 'interleaving',
      arms: [{ recipe: 'popular' }, { recipe: 'for-you' }],
    });

    for (const { ids, decisions } of [await slateFor(world), await slateFor({ ...world, experiment })]) {
      const candidates = decisions[0]?.candidates.map(({ itemId }) => itemId) ?? [];
      expect(ids).toContain('brand-new');
      expect(candidates).toEqual(expect.arrayContaining(ids));
      expect(new Set(candidates).size).toBe(candidates.length);
      expect(candidates).toHaveLength(101);
    }
  });

  it('names the models of both recipes of an interleaved slate', async () => {
    const arms = [{ recipe: 'for-you' }, { recipe: 'popular' }];
    const experiment = SlateExperimentDraft.parse({ name: 'spring', kind: 'interleaving', arms });

    const { slate, decisions } = await slateFor({ champion: { rug: 1 }, experiment });

    expect(slate.modelVersion).toBe('m1+candidates-v1');
    expect(decisions[0]?.modelVersion).toBe('m1+candidates-v1');
  });
});
