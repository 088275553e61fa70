import { emptyState, type OnlineState } from '../../../core/customers/online-state.ts';
import { createStateRepository } from '../../../core/customers/state-repository.ts';
import { statesOfRows } from '../../../core/customers/states-of-rows.ts';
import type { LakeEvent } from '../../../core/events/contract.ts';
import type { Role } from '../../../core/platform/contract.ts';
import { type DecisionLog, logDecisions } from '../../../functions/decisions/log-decisions.ts';
import { statesOf } from '../../../functions/events/project-events.ts';
import { getRecommendations } from '../../../functions/recommendations/get-recommendations.ts';
import { sourcesFor } from '../../../functions/recommendations/sources-for.ts';
import { aLakeEvent } from '../../support/events.ts';
import { anExperiment } from '../../support/experiments.ts';
import { aMemoryTable } from '../../support/memory-table.ts';
import { aQueueCall } from '../../support/queue-calls.ts';
import { aNow, aRecipe, aShopProfile, aShopWorld } from '../../support/recommendations.ts';
import { ann, popular, rows, slateFor, viewed } from '../../support/small-slates.ts';

describe('an experiment whose recipe came to need items', () => {
  const recipes = [aRecipe('spring', { base: 'related' })];
  const events = { [ann]: [viewed('lamp')] };

  it.each(['ab', 'interleaving', 'bandit'])('of kind %s stands aside: everybody is shown for-you', async (kind) => {
    for (const random of [() => 0, () => 0.99]) {
      const experiment = anExperiment(['popular', 'spring'], { kind });

      const { slate, decisions } = await slateFor({ events, recipes, experiment, random });

      expect(slate.recipe).toBe('for-you@0');
      expect(decisions[0]).toMatchObject({ recipe: 'for-you@0' });
      expect(decisions[0]?.experiment).toBeUndefined();
    }
  });

  it('stands aside too where a recipe was deleted meanwhile', async () => {
    const { slate } = await slateFor({ events, recipes, experiment: anExperiment(['popular', 'gone']) });

    expect(slate).toMatchObject({ recipe: 'for-you@0' });
    expect(slate.experiment).toBeUndefined();
  });

  it.each(['ab', 'interleaving', 'bandit'])(
    'of kind %s serves what it found, whatever is deleted the next moment',
    async (kind) => {
      const experiment = anExperiment(['popular', 'spring'], { kind });
      const { sources } = aShopWorld({ rows, popular, experiment });
      const left = [aRecipe('popular', { base: 'popular' }), aRecipe('spring', { base: 'trending' })];
      const find = async (_shop: string, name: string) => {
        const index = left.findIndex((recipe) => recipe.name === name);
        return index < 0 ? undefined : left.splice(index, 1)[0];
      };
      const request = { shop: aShopProfile, named: { customer: ann }, query: { surface: 'home', k: 4 } } as const;

      const slate = await getRecommendations(
        { ...request, requestId: 'request-1', now: aNow },
        { ...sources, recipes: { ...sources.recipes, find } },
      );

      expect(slate.experiment).toMatchObject({ kind });
      expect(slate.recipe).toMatch(/@1$/);
    },
  );

  it('stands aside too where a recipe has come to answer with customers', async () => {
    const lapsed = aRecipe('lapsed', { base: 'user-segment' });

    const { slate } = await slateFor({ events, recipes: [lapsed], experiment: anExperiment(['popular', 'lapsed']) });

    expect(slate.recipe).toBe('for-you@0');
  });

  it('goes on where the request names the item', async () => {
    const experiment = anExperiment(['popular', 'spring'], { kind: 'bandit' });

    const { slate } = await slateFor({ events, recipes, experiment, random: () => 0.99 }, { itemId: 'sofa' });

    expect(slate).toMatchObject({ recipe: 'spring@1', experiment: { arm: 'spring', propensity: 0.5 } });
  });
});

describe('a look from the console', () => {
  it.each(['ab', 'interleaving', 'bandit'])('draws no arm of %s, and writes nothing down', async (kind) => {
    const world = { rows, popular, experiment: anExperiment(['trending', 'popular'], { kind }) };
    const slateBy = async (role: Role) => {
      const { sources, decisions } = aShopWorld(world);
      const request = { shop: aShopProfile, named: { customer: ann }, query: { surface: 'home', k: 4 } as const };
      const slate = await getRecommendations(
        { ...request, requestId: 'request-1', now: aNow },
        sourcesFor(role, sources),
      );
      return { slate, decisions };
    };

    const look = await slateBy('console');
    const shown = await slateBy('server');

    expect(look.slate).toMatchObject({ recipe: 'for-you@0', experimentArm: 'treated' });
    expect(look.slate.experiment).toBeUndefined();
    expect(look.decisions).toEqual([]);
    expect(shown.slate.experiment).toMatchObject({ kind });
    expect(shown.decisions).toHaveLength(1);
  });
});

describe('an A/B test', () => {
  it('gives somebody who signs in the recipe that their browser had', async () => {
    const experiment = anExperiment(['trending', 'popular']);
    const { sources } = aShopWorld({ rows, popular, experiment });
    const armOf = async (named: { customer?: string; browser?: string }, metAs?: string) => {
      const met: OnlineState['metAs'] = metAs ? { first: { stamp: [-1, 'm'], name: metAs } } : {};
      const state = { ...emptyState, metAs: met };
      const request = { shop: { ...aShopProfile, holdoutShare: 0 }, query: { surface: 'home', k: 4 } as const };
      const slate = await getRecommendations(
        { ...request, named, requestId: 'request-1', now: aNow },
        { ...sources, states: { get: async () => new Map(metAs ? [[named.customer ?? '', state]] : []) } },
      );
      return slate.experiment?.arm;
    };

    for (const browser of Array.from({ length: 20 }, (_, index) => `browser-${index}`)) {
      const before = await armOf({ browser });

      expect(await armOf({ customer: 'ann', browser })).toBe(before);
      expect(await armOf({ customer: 'ann' }, browser)).toBe(before);
    }
  });

  describe('on a platform that remembers', () => {
    const experiment = anExperiment(['trending', 'popular']);
    const people = Array.from({ length: 20 }, (_, index) => ({
      customer: `customer-${index}`,
      browser: `browser-${index}`,
    }));
    const day = (date: string) => `2026-${date}T10:00:00.000Z`;

    /** Slates of one shop, its log of decisions and its states, each as it is in earnest. */
    function aPlatform() {
      const { sources, decisions } = aShopWorld({ rows, popular, experiment });
      const states = createStateRepository(aMemoryTable('state').client, 'state');
      const shop = { ...aShopProfile, holdoutShare: 0 };
      let asked = 0;
      const log: DecisionLog = {
        states,
        decisions: { put: async () => {} },
        lake: { append: async () => {} },
        outcomes: { shown: async () => {} },
      };
      return {
        decisions,
        tell: async (...events: LakeEvent[]) => {
          await states.join('demo', statesOf(events), aNow);
        },
        importAttributesOf: async (customer: string) => {
          const row = { shop: 'demo', customer, attributes: { country: 'DE' }, updatedAt: day('09-01') };
          await states.join('demo', statesOfRows([row]), aNow);
        },
        armOf: async (named: { customer?: string; browser?: string }) => {
          const now = new Date(aNow.getTime() + 1_000 * ++asked);
          const request = {
            shop,
            named,
            query: { surface: 'home', k: 4 },
            requestId: `request-${asked}`,
            now,
          } as const;
          const { experiment: drawn } = await getRecommendations(request, { ...sources, states });
          const [body] = decisions.slice(-1);
          if (body) await logDecisions([{ messageId: 'm', body, sentAt: now }], log, { ...aQueueCall(), now });
          return drawn?.arm;
        },
      };
    }
    const signsIn = (customer: string, linked: string) =>
      aLakeEvent({ type: 'identify', event: '', customer, linked, items: [], timestamp: day('11-01') });

    it('keeps the recipe of an imported customer who was sent a slate before any browser of theirs was met', async () => {
      const { armOf, tell, importAttributesOf } = aPlatform();
      for (const { customer, browser } of people) {
        await importAttributesOf(customer);
        const first = await armOf({ customer });

        expect(await armOf({ customer, browser })).toBe(first);
        await tell(signsIn(customer, browser));
        expect(await armOf({ customer, browser })).toBe(first);
        expect(await armOf({ browser })).toBe(first);
      }
    });

    it('keeps the recipe of an imported customer whose browser had one before they signed in', async () => {
      const { armOf, tell, importAttributesOf } = aPlatform();
      for (const { customer, browser } of people) {
        await importAttributesOf(customer);
        const first = await armOf({ browser });

        expect(await armOf({ customer, browser })).toBe(first);
        await tell(signsIn(customer, browser));
        expect(await armOf({ customer })).toBe(first);
      }
    });

    it('keeps it when a history of before is told of later', async () => {
      const { armOf, tell } = aPlatform();
      for (const { customer, browser } of people) {
        await tell(signsIn(customer, browser));
        const first = await armOf({ customer, browser });

        await tell(aLakeEvent({ event: 'Order Completed', customer, isKnown: true, timestamp: day('03-01') }));

        expect(await armOf({ customer })).toBe(first);
      }
    });

    it('has the name written down that drew, which is kept with each customer’s first slate alone, and of no browser', async () => {
      const { armOf, decisions } = aPlatform();
      await armOf({ browser: 'browser' });
      await armOf({ customer: 'ann', browser: 'browser' });
      await armOf({ customer: 'ann', browser: 'phone' });

      expect(decisions.map(({ drawnAs, isFirstDraw }) => [drawnAs, isFirstDraw])).toEqual([
        ['browser', undefined],
        ['browser', true],
        ['browser', undefined],
      ]);
    });
  });
});
