import fc from 'fast-check';
import { NextAction } from '../../../core/decisions/contract.ts';
import { nextActions } from '../../../core/recommendations/next-actions.ts';

const itemId = fc.constantFrom(...'abcdefghij');
const own = fc.uniqueArray(itemId, { maxLength: 6 }).map((ids) => ids.map((id) => ({ itemId: id, at: AT })));
const found = (source: 'bought-together' | 'popular') =>
  fc.uniqueArray(itemId, { maxLength: 8 }).map((ids) => ids.map((id) => ({ itemId: id, score: 1, source })));
const open = fc.record({
  basket: own,
  viewed: own,
  bought: own,
  withBasket: found('bought-together'),
  suggested: found('popular'),
});
const AT = '2026-11-01T10:00:00.000Z';

describe('nextActions', () => {
  it('names every item once, with an action that is open', () => {
    fc.assert(
      fc.property(open, (lists) => {
        const actions = nextActions(lists);
        const idsOf = (items: readonly { itemId: string }[]) => items.map((one) => one.itemId);
        const allowed = {
          'finish-basket': idsOf(lists.basket),
          'buy-again': idsOf(lists.bought),
          'look-again': idsOf(lists.viewed),
          'extend-basket': idsOf(lists.withBasket),
          discover: idsOf(lists.suggested),
        };
        expect(idsOf(actions).toSorted()).toEqual([...new Set(Object.values(allowed).flat())].toSorted());
        for (const { itemId: id, action } of actions) expect(action && allowed[action]).toContain(id);
        for (const { itemId: id, action } of actions.filter((one) => idsOf(lists.basket).includes(one.itemId)))
          expect([id, action]).toEqual([id, 'finish-basket']);
      }),
    );
  });

  it('has the best of every kind before the second of any, and scores that fall', () => {
    fc.assert(
      fc.property(open, (lists) => {
        const actions = nextActions(lists);
        const kinds = new Set(actions.map(({ action }) => action));
        expect(new Set(actions.slice(0, kinds.size).map(({ action }) => action))).toEqual(kinds);
        expect(kinds.size).toBeLessThanOrEqual(NextAction.options.length);
        expect(actions.map(({ score }) => score)).toEqual(actions.map((_, place) => 1 - place / actions.length));
      }),
    );
  });
});
