import { createShortCache } from '../../../core/platform/short-cache.ts';

/** A cache with a clock of its own, and a loader that counts. */
function aCache(options: { isKept?: (value: number) => boolean; capacity?: number } = {}) {
  const clock = { now: 0 };
  const cache = createShortCache<number>({ lifetimeMs: 100, now: () => clock.now, ...options });
  let loads = 0;
  const load = async () => ++loads;
  return { clock, cache, load };
}

describe('a short cache', () => {
  it('remembers for its lifetime, and lets two who ask at once share one loading', async () => {
    const { clock, cache, load } = aCache();

    expect(await Promise.all([cache.get('a', load), cache.get('a', load)])).toEqual([1, 1]);
    clock.now = 99;
    expect(await cache.get('a', load)).toBe(1);
    clock.now = 100;
    expect(await cache.get('a', load)).toBe(2);
  });

  it('remembers no failure', async () => {
    const { cache, load } = aCache();

    await expect(cache.get('a', () => Promise.reject(new Error('away')))).rejects.toThrow('away');

    expect(await cache.get('a', load)).toBe(1);
  });

  it('asks again for what may not be kept', async () => {
    const { cache, load } = aCache({ isKept: (value) => value > 2 });

    const asked = [await cache.get('a', load), await cache.get('a', load), await cache.get('a', load)];

    expect(asked).toEqual([1, 2, 3]);
    expect(await cache.get('a', load)).toBe(3);
  });

  it('forgets the oldest when it is full', async () => {
    const { cache, load } = aCache({ capacity: 1 });

    await cache.get('a', load);
    await cache.get('b', load);

    expect(await cache.get('b', load)).toBe(2);
    expect(await cache.get('a', load)).toBe(3);
  });
});
