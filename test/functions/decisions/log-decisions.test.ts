import type { OnlineState } from '../../../core/customers/online-state.ts';
import { Decision } from '../../../core/decisions/contract.ts';
import { groupOf, type ShownSlate } from '../../../core/experiments/count-outcome.ts';
import { logDecisions } from '../../../functions/decisions/log-decisions.ts';
import { aDecision } from '../../support/decisions.ts';
import { aQueueCall } from '../../support/queue-calls.ts';

const messagesOf = (decisions: readonly Decision[]) =>
  decisions.map((body, index) => ({ messageId: `message-${index}`, body, sentAt: new Date() }));

function aLog({ failsFor }: { failsFor?: string } = {}) {
  const put: string[] = [];
  const shown: (readonly [requestId: string, slate: ShownSlate, drawnAs?: string])[] = [];
  const objects: { shop: string; date: string; rows: number }[] = [];
  const drawn: (string | undefined)[] = [];
  return {
    put,
    drawn,
    shown,
    objects,
    outcomes: {
      shown: async (_shop: string, requestId: string, slate: ShownSlate, _now: Date, drawnAs?: string) => {
        shown.push([requestId, slate, drawnAs]);
      },
    },
    states: {
      join: async (_shop: string, news: ReadonlyMap<string, OnlineState>) => {
        drawn.push(...[...news].map(([customer, { metAs }]) => `${customer} as ${metAs.drawn?.name}`));
        return { written: news.size };
      },
    },
    decisions: {
      put: async (decisions: readonly Decision[]) => {
        if (decisions.some(({ shop }) => shop === failsFor)) throw new Error('the table is away');
        put.push(...decisions.map(({ requestId }) => requestId));
      },
    },
    lake: {
      append: async (_area: string, shop: string, date: string, rows: readonly object[]) => {
        objects.push({ shop, date, rows: rows.length });
      },
    },
  };
}

describe('logDecisions', () => {
  it('has every slate of an experiment counted by its arm and group of customers, of an A/B test by who drew it, and no other', async () => {
    const log = aLog();
    const experiment = { name: 'spring', arm: 'popular', propensity: 0.5, reward: 'add' } as const;
    const drawn = aDecision({ requestId: 'drawn', experiment: { ...experiment, kind: 'bandit' } });
    const ab = { experiment: { ...experiment, kind: 'ab' }, drawnAs: 'browser' } as const;
    const fixed = aDecision({ requestId: 'fixed', customer: 'bob', ...ab });

    await logDecisions(messagesOf([drawn, fixed, aDecision()]), log, aQueueCall());

    const slate = { surface: 'home', experiment: 'spring', arm: 'popular', propensity: 0.5, reward: 'add' };
    const chosen = { at: drawn.at, items: [] };
    expect(log.shown).toEqual([
      ['drawn', { ...slate, ...chosen, kind: 'bandit', group: groupOf('ann') }, undefined],
      ['fixed', { ...slate, ...chosen, kind: 'ab', group: groupOf('bob') }, 'browser'],
    ]);
    expect(groupOf('ann')).not.toBe(groupOf('bob'));
  });

  it('says of an interleaved slate whose each item is', async () => {
    const log = aLog();
    const item = (itemId: string, position: number, team: string) => ({
      ...{ itemId, position, team, source: 'popular', score: 1, propensity: 0.5 },
      reasons: [{ code: 'popular', text: { en: 'Popular', zh: '热门' }, evidence: [] }],
    });
    const experiment = { name: 'spring', kind: 'interleaving', arm: 'for-you+popular', propensity: 1, reward: 'click' };
    const chosen = [item('lamp', 0, 'popular'), item('sofa', 1, 'for-you')];

    await logDecisions(messagesOf([Decision.parse(aDecision(Object({ experiment, chosen })))]), log, aQueueCall());

    expect(log.shown[0]?.[1]).toMatchObject({ items: ['lamp', 'sofa'], teams: ['popular', 'for-you'] });
  });

  it('keeps the name that somebody was first drawn by, the earliest of several, and of nobody else’s', async () => {
    const log = aLog();
    const drawn = (drawnAs: string, second: number) =>
      aDecision({ drawnAs, isFirstDraw: true, at: `2026-11-01T10:00:0${second}.000Z` });

    await logDecisions(messagesOf([drawn('phone', 2), drawn('browser', 1), drawn('ann', 3)]), log, aQueueCall());
    await logDecisions(messagesOf([aDecision({ customer: 'bob', drawnAs: 'bob' })]), log, aQueueCall());

    expect(log.drawn).toEqual(['ann as browser']);
  });

  it('writes one object a shop and day of the decision, however late it comes', async () => {
    const log = aLog();
    const late = aDecision({ at: '2026-10-31T23:59:59.999Z' });

    const failed = await logDecisions(
      messagesOf([aDecision(), aDecision(), late, aDecision({ shop: 'other' })]),
      log,
      aQueueCall(),
    );

    expect(failed).toEqual([]);
    expect(log.objects).toEqual([
      { shop: 'demo', date: '2026-11-01', rows: 2 },
      { shop: 'demo', date: '2026-10-31', rows: 1 },
      { shop: 'other', date: '2026-11-01', rows: 1 },
    ]);
  });

  it('has only the decisions of the shop that failed delivered again', async () => {
    const log = aLog({ failsFor: 'other' });
    const call = aQueueCall();

    const failed = await logDecisions(messagesOf([aDecision(), aDecision({ shop: 'other' })]), log, call);

    expect(failed).toEqual(['message-1']);
    expect(log.objects.map(({ shop }) => shop)).toEqual(['demo']);
    expect(call.counts).toMatchObject({ DecisionLogged: 1, DeliveryFailed: 1 });
  });
});
