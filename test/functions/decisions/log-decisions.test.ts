import type { Decision } from '../../../core/decisions/contract.ts';
import type { ShownSlate } from '../../../core/experiments/count-outcome.ts';
import { logDecisions } from '../../../functions/decisions/log-decisions.ts';
import { aDecision } from '../../support/decisions.ts';
import { aQueueCall } from '../../support/queue-calls.ts';

const messagesOf = (decisions: readonly Decision[]) =>
  decisions.map((body, index) => ({ messageId: `message-${index}`, body, sentAt: new Date() }));

function aLog({ failsFor }: { failsFor?: string } = {}) {
  const put: string[] = [];
  const shown: string[] = [];
  const objects: { shop: string; date: string; rows: number }[] = [];
  return {
    put,
    shown,
    objects,
    outcomes: {
      shown: async (_shop: string, requestId: string, { arm, items }: ShownSlate) => {
        shown.push(`${requestId} ${arm} ${items.join()}`);
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
  it('tells a bandit which arm was shown with which items, and nobody of other slates', async () => {
    const log = aLog();
    const experiment = { name: 'spring', arm: 'popular', propensity: 0.5 };
    const drawn = aDecision({ requestId: 'drawn', experiment: { ...experiment, kind: 'bandit', reward: 'click' } });
    const fixed = aDecision({ requestId: 'fixed', experiment: { ...experiment, kind: 'ab' } });

    await logDecisions(messagesOf([drawn, fixed, aDecision()]), log, aQueueCall());

    expect(log.shown).toEqual([`drawn popular ${drawn.chosen.map(({ itemId }) => itemId).join()}`]);
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
