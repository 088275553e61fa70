import { thinkAway } from '../../../core/recommendations/think-away.ts';

const pool = ['a', 'b', 'c', 'd'].map((itemId) => ({ itemId }));
const led = (itemId: string, from: string) => ({
  itemId,
  evidence: { itemId: from, kind: 'view' as const, at: '2026-11-01T10:00:00.000Z' },
});

describe('thinkAway', () => {
  it('tells the place among the same candidates, and nothing where it stays or is nearer the top', async () => {
    const found = await thinkAway(pool, [led('a', 'x'), led('b', 'x'), led('c', 'x')], async () => ({
      items: ['c', 'b', 'new', 'a', 'd'],
      isWhole: true,
    }));

    expect([...found]).toEqual([['a', { without: 'x', rank: 1, rankWithout: 3 }]]);
  });

  it('puts behind all others what nothing else leads to, and claims nothing of what an answer had no room for', async () => {
    const order = { items: ['b', 'c'] };

    const whole = await thinkAway(pool, [led('a', 'x')], async () => ({ ...order, isWhole: true }));
    const cut = await thinkAway(pool, [led('a', 'x')], async () => ({ ...order, isWhole: false }));

    expect(whole.get('a')).toEqual({ without: 'x', rank: 1, rankWithout: 3 });
    expect(cut.size).toBe(0);
  });

  it('asks once for each item, for so many at most, those behind the first items first', async () => {
    const asked: string[] = [];
    const items = [led('a', 'x'), led('b', 'y'), led('c', 'x'), led('d', 'z'), led('a', 'a')];

    await thinkAway(
      pool,
      items,
      async (itemId) => {
        asked.push(itemId);
        return undefined;
      },
      2,
    );

    expect(asked).toEqual(['x', 'y']);
  });
});
