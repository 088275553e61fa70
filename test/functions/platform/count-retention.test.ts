import { SHARDS } from '../../../core/customers/identity-repository.ts';
import { emptyState, type OnlineState, purchaseKey } from '../../../core/customers/online-state.ts';
import { assignArm } from '../../../core/experiments/assign-arm.ts';
import { countRetention } from '../../../functions/platform/count-retention.ts';
import { aShop, lapsedState } from '../../support/campaigns.ts';

const NOW = new Date('2026-11-24T10:00:00.000Z');
const shop = { ...aShop, holdoutShare: 0.1 };

function ports(states: ReadonlyMap<string, OnlineState>) {
  const names = [...states.keys()];
  return {
    pseudonyms: {
      ofShard: async (
        _shop: string,
        shard: number,
        { limit, cursor }: { limit: number; cursor?: string | undefined },
      ) => {
        const mine = names.filter((_, index) => index % SHARDS === shard);
        const from = Number(cursor ?? 0);
        const has_more = from + limit < mine.length;
        return { data: mine.slice(from, from + limit), has_more, next_cursor: has_more ? `${from + limit}` : null };
      },
    },
    states: {
      get: async (_shop: string, asked: readonly string[]) =>
        new Map(asked.flatMap((one) => (states.has(one) ? [[one, states.get(one) ?? emptyState]] : []))),
    },
  };
}

describe('countRetention', () => {
  it('counts buyers of before in their arm, and who of them bought again', async () => {
    const again: OnlineState = {
      ...emptyState,
      purchases: {
        ...lapsedState(NOW, 90).purchases,
        [purchaseKey('lamp', 'order-2')]: { stamp: [NOW.getTime() - 86_400_000, 'again'], isKept: true },
      },
    };
    const states = new Map<string, OnlineState>();
    for (let index = 0; index < 3_000; index++)
      states.set(`c${index}`, [lapsedState(NOW, 90), again, lapsedState(NOW, 2), emptyState][index % 4] ?? emptyState);

    const count = await countRetention(shop, ports(states), NOW);

    const armOf = (name: string) => assignArm([name], { salt: shop.experimentSalt, holdoutShare: shop.holdoutShare });
    const buyers = [...states.keys()].filter((_, index) => index % 4 < 2);
    const held = buyers.filter((name) => armOf(name) === 'holdout');
    expect(count.treated.customers + count.holdout.customers).toBe(1_500);
    expect(count.holdout.customers).toBe(held.length);
    expect(count.treated.successes + count.holdout.successes).toBe(750);
    expect(count.isWhole).toBe(true);
  });

  it('stops after so many of each part, and says that those were not all', async () => {
    const states = new Map(Array.from({ length: 4_000 }, (_, index) => [`c${index}`, lapsedState(NOW, 90)]));

    const count = await countRetention(shop, ports(states), NOW, 800);

    expect(count.isWhole).toBe(false);
    expect(count.treated.customers + count.holdout.customers).toBe(800);
  });

  it('counts who is held out by a browser where their own name was drawn, so that busy people do not gather', async () => {
    const armOf = (name: string) => assignArm([name], { salt: shop.experimentSalt, holdoutShare: shop.holdoutShare });
    const held = Array.from({ length: 500 }, (_, index) => `browser-${index}`).find((one) => armOf(one) === 'holdout');
    const treated =
      Array.from({ length: 500 }, (_, index) => `c${index}`).find((one) => armOf(one) === 'treated') ?? '';
    const state = {
      ...lapsedState(NOW, 90),
      browsers: { [held ?? '']: { stamp: [1, 'm'] satisfies [number, string] } },
    };

    const count = await countRetention(shop, ports(new Map([[treated, state]])), NOW);

    expect(count).toMatchObject({ treated: { customers: 1 }, holdout: { customers: 0 } });
  });
});
