import fc from 'fast-check';
import { armProbabilities } from '../../../core/experiments/bandit.ts';
import {
  type Counted,
  countEvent,
  countShown,
  OutcomeRow,
  type ShownSlate,
  slateEvent,
} from '../../../core/experiments/count-outcome.ts';
import { REWARD_RULES, RewardRules } from '../../../core/experiments/reward-rules.ts';

const slate: ShownSlate = {
  surface: 'home',
  experiment: 'spring',
  kind: 'bandit',
  arm: 'for-you',
  propensity: 0.5,
  reward: 'click',
  at: '2026-11-01T10:00:00.000Z',
  items: ['lamp', 'sofa'],
};
const did = (minutes: number, event = 'Product Clicked', itemId = 'lamp') => {
  const timestamp = new Date(Date.parse(slate.at) + minutes * 60_000).toISOString();
  const found = slateEvent({ event, timestamp, items: [{ itemId }] });
  if (!found) throw new Error(`${event} rewards nothing`);
  return found;
};

type Step = 'shown' | ReturnType<typeof did>;

/** What each recipe has counted after these deliveries, each written in one piece. */
function countsAfter(steps: readonly Step[], shown = slate) {
  let row: OutcomeRow | undefined;
  const counts: Record<string, { shown: number; rewarded: number }> = {};
  for (const step of steps) {
    const counted: Counted | undefined = step === 'shown' ? countShown(row, shown) : countEvent(row, step);
    if (!counted) continue;
    expect(counted.row.revision).toBe((row?.revision ?? 0) + 1);
    row = counted.row;
    for (const { recipe, ...gain } of counted.gains) {
      const before = counts[recipe] ?? { shown: 0, rewarded: 0 };
      counts[recipe] = { shown: before.shown + gain.shown, rewarded: before.rewarded + gain.rewarded };
    }
  }
  return counts;
}
const totalsAfter = (steps: readonly Step[], shown = slate) =>
  countsAfter(steps, shown)[shown.arm] ?? { shown: 0, rewarded: 0 };

describe('outcomes of a slate', () => {
  it('are counted once in whatever order they come and however often', () => {
    const deliveries: Step[] = ['shown', did(1), did(2, 'Product Added'), did(3, 'Order Completed', 'sofa')];
    const anyOrder = fc.shuffledSubarray([...deliveries, ...deliveries], { minLength: 2 * deliveries.length });

    fc.assert(
      fc.property(anyOrder, (steps) => {
        expect(totalsAfter(steps)).toEqual({ shown: 1, rewarded: 1 });
      }),
    );
  });

  it('are no reward for what was not in the slate, came before it, or a week too late', () => {
    const useless = [did(1, 'Product Clicked', 'rug'), did(-6), did(7 * 24 * 60 + 1)];

    expect(totalsAfter(['shown', ...useless])).toEqual({ shown: 1, rewarded: 0 });
    expect(totalsAfter([...useless, 'shown'])).toEqual({ shown: 1, rewarded: 0 });
  });

  it('are rewarded where the clock of the browser is a few minutes slow, which nothing corrects', () => {
    expect(totalsAfter(['shown', did(-4)])).toEqual({ shown: 1, rewarded: 1 });
    expect(totalsAfter([did(-4), 'shown'])).toEqual({ shown: 1, rewarded: 1 });
  });

  it('are rewarded to the very ends of the window', () => {
    const { windowSeconds, slowClockSeconds } = REWARD_RULES;

    for (const seconds of [windowSeconds, -slowClockSeconds]) {
      expect(totalsAfter(['shown', did(seconds / 60)])).toEqual({ shown: 1, rewarded: 1 });
      expect(totalsAfter(['shown', did((seconds + Math.sign(seconds)) / 60)])).toEqual({ shown: 1, rewarded: 0 });
    }
  });

  it('go by the same rules that Python reads', () => {
    expect(RewardRules.parse(REWARD_RULES)).toEqual(REWARD_RULES);
  });

  it('are rewarded by what the experiment asks for, or anything deeper', () => {
    const forBaskets: ShownSlate = { ...slate, reward: 'add' };

    expect(totalsAfter(['shown', did(1)], forBaskets).rewarded).toBe(0);
    expect(totalsAfter(['shown', did(1), did(2, 'Product Added')], forBaskets).rewarded).toBe(1);
    expect(totalsAfter([did(2, 'Order Completed'), 'shown'], forBaskets).rewarded).toBe(1);
  });

  it('are not counted again where a row of before items were told apart says that they are', () => {
    const rowThat = (isRewarded: boolean) => OutcomeRow.parse({ revision: 2, shown: slate, isRewarded, early: [] });

    expect(countEvent(rowThat(true), did(1))).toBeUndefined();
    expect(countEvent(rowThat(true), did(2, 'Order Completed', 'sofa'))).toBeUndefined();
    expect(countEvent(rowThat(false), did(1))?.gains).toEqual([{ recipe: 'for-you', shown: 0, rewarded: 1 }]);
  });

  it('of a slate that nobody wrote down count nothing', () => {
    expect(totalsAfter([did(1), did(2)])).toEqual({ shown: 0, rewarded: 0 });
  });

  it('are not made by a robot', () => {
    const visit = { event: 'Product Clicked', timestamp: slate.at, items: [{ itemId: 'lamp' }] };

    expect(slateEvent({ ...visit, isBot: true })).toBeUndefined();
    expect(slateEvent({ ...visit, event: 'Products Searched' })).toBeUndefined();
  });
});

describe('outcomes of an interleaved slate', () => {
  const interleaved: ShownSlate = {
    ...slate,
    kind: 'interleaving',
    arm: 'for-you+popular',
    items: ['lamp', 'sofa', 'rug', 'vase'],
    teams: ['for-you', 'popular', 'for-you', 'popular'],
  };
  const clicked = (minute: number, itemId: string) => did(minute, 'Product Clicked', itemId);
  const winsAfter = (...steps: Step[]) => {
    const { 'for-you': left, popular: right } = countsAfter(steps, interleaved);
    expect([left?.shown, right?.shown]).toEqual([1, 1]);
    return [left?.rewarded, right?.rewarded];
  };

  it('credit the recipe that brought the item which was clicked', () => {
    expect(winsAfter('shown')).toEqual([0, 0]);
    expect(winsAfter('shown', clicked(1, 'rug'))).toEqual([1, 0]);
    expect(winsAfter(clicked(1, 'vase'), 'shown')).toEqual([0, 1]);
  });

  it('are won by more items, whatever was clicked first, and by nobody at a tie', () => {
    expect(winsAfter('shown', clicked(1, 'lamp'), clicked(2, 'sofa'))).toEqual([0, 0]);
    expect(winsAfter('shown', clicked(1, 'lamp'), clicked(2, 'sofa'), clicked(3, 'vase'))).toEqual([0, 1]);
    expect(winsAfter('shown', clicked(1, 'lamp'), clicked(2, 'lamp'), clicked(3, 'sofa'))).toEqual([0, 0]);
  });

  it('are the same in whatever order deliveries come and however often', () => {
    const deliveries: Step[] = [
      'shown',
      clicked(1, 'lamp'),
      clicked(2, 'vase'),
      clicked(3, 'rug'),
      clicked(4, 'chair'),
    ];
    const anyOrder = fc.shuffledSubarray([...deliveries, ...deliveries], { minLength: 2 * deliveries.length });

    fc.assert(
      fc.property(anyOrder, (steps) => {
        expect(winsAfter(...steps)).toEqual([1, 0]);
      }),
    );
  });
});

describe('UCB', () => {
  it('takes the best arm when all were tried alike, and the one that was hardly tried else', () => {
    const epsilon = 0.1;
    const alike = armProbabilities(
      [
        { shown: 1_000, rewarded: 100 },
        { shown: 1_000, rewarded: 200 },
      ],
      { policy: 'ucb', epsilon },
    );
    const hardly = armProbabilities(
      [
        { shown: 10, rewarded: 0 },
        { shown: 1_000, rewarded: 200 },
      ],
      { policy: 'ucb', epsilon },
    );

    expect(alike[1]).toBeCloseTo(0.95, 10);
    expect(hardly[0]).toBeCloseTo(0.95, 10);
  });
});
