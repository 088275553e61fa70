import type { PoolItem } from '../../../core/recommendations/gather-candidates.ts';
import { mixNewItems, newItemsFor } from '../../../core/recommendations/mix-new-items.ts';
import { anItemRow } from '../../support/recommendations.ts';

const listed = Array.from(
  { length: 12 },
  (_, index): PoolItem => ({
    itemId: `item-${index}`,
    score: 12 - index,
    source: 'popular',
  }),
);
const fresh = Array.from({ length: 40 }, (_, index) => anItemRow(`new-${index}`, { category: [`kind-${index % 2}`] }));

describe('new items among a list', () => {
  it('take every fifth place, each with the score of the one before it', () => {
    const mixed = mixNewItems(listed, newItemsFor('ann', fresh, []), 10);

    expect(mixed.map(({ source }, index) => [index + 1, source]).filter(([, source]) => source === 'new')).toEqual([
      [5, 'new'],
      [10, 'new'],
      [15, 'new'],
    ]);
    expect(mixed.map(({ score }) => score)).toEqual([12, 11, 10, 9, 9, 8, 7, 6, 5, 5, 4, 3, 2, 1, 1]);
  });

  it('stand in it once, also where the list knows them by now', () => {
    const known = { ...listed[0], itemId: 'new-1', score: 13, source: 'popular' } satisfies PoolItem;

    const twoNew = newItemsFor('ann', fresh.slice(0, 2), []);

    const ids = mixNewItems([known, ...listed], twoNew, 10).map(({ itemId }) => itemId);

    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toHaveLength(14);
  });

  it.each([0, 3, 8])('follow a list of %i that leaves places empty, each of them once', (length) => {
    const mixed = mixNewItems(listed.slice(0, length), newItemsFor('ann', fresh, []), 12);

    expect(mixed).toHaveLength(length + fresh.length);
    expect(new Set(mixed.map(({ itemId }) => itemId)).size).toBe(mixed.length);
    expect(mixed.at(-1)?.score).toBe(length ? 12 - (length - 1) : 0);
  });

  it('stand before what nobody ranked, which gives way where it is one of them', () => {
    const found = (itemId: string): PoolItem => ({ itemId, score: 0, source: 'catalogue' });
    const lookedUp = [found('new-0'), ...listed.slice(0, 2), found('sock'), found('new-1')];

    const placesOf = (k: number) =>
      mixNewItems(lookedUp, newItemsFor('ann', fresh.slice(0, 1), []), k).map(({ itemId, source }) => [itemId, source]);

    const ranked = [0, 1].map((place) => [`item-${place}`, 'popular']);
    const others = ['sock', 'new-1'].map((itemId) => [itemId, 'catalogue']);
    expect(placesOf(4)).toEqual([...ranked, ['new-0', 'new'], ...others]);
    expect(placesOf(2)).toEqual([...ranked, ['new-0', 'catalogue'], ...others]);
  });

  it('are of a kind with what speaks for somebody, and none where nothing new is', () => {
    const of = (kind: string) => newItemsFor('ann', fresh, [{ category: ['All', kind] }]);

    expect(of('kind-1').map(({ itemId }) => Number(itemId.slice(4)) % 2)).toEqual(Array(20).fill(1));
    expect(of('kind-2')).toEqual([]);
  });

  it('are of one kind where a shop names none', () => {
    const without = fresh.map((row) => ({ ...row, category: [] }));

    expect(newItemsFor('ann', without, [{ category: [] }])).toHaveLength(40);
    expect(newItemsFor('ann', without, [{ category: ['Lamps'] }])).toEqual([]);
  });

  it('come first for one or another, so that each of them does', () => {
    const firsts = new Set(
      Array.from({ length: 400 }, (_, index) => newItemsFor(`customer-${index}`, fresh, [])[0]?.itemId),
    );

    expect(firsts.size).toBe(40);
  });
});
