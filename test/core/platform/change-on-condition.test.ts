import { changeOnCondition } from '../../../core/platform/change-on-condition.ts';

/** A number that is written over only as it was read, and how often each was done. */
function aCounter({ othersWrite = 0 } = {}) {
  const stored = { value: 0, reads: 0, writes: 0 };
  let others = othersWrite;
  const addTo = (goal: number) => ({
    read: async () => {
      stored.reads++;
      return stored.value;
    },
    change: (held: number) => (held < goal ? held + 1 : undefined),
    write: async (next: number, held: number) => {
      stored.writes++;
      if (others-- > 0) stored.value++;
      if (stored.value !== held) return false;
      stored.value = next;
      return true;
    },
    refusal: 'The counter is written by too many at once',
  });
  return { stored, addTo };
}

describe('changeOnCondition', () => {
  it('loses nothing of two who write at once', async () => {
    const { stored, addTo } = aCounter();

    await Promise.all([changeOnCondition(addTo(10)), changeOnCondition(addTo(10))]);

    expect(stored).toMatchObject({ value: 2, writes: 3 });
  });

  it('answers with what was read and written', async () => {
    const { addTo } = aCounter({ othersWrite: 1 });

    await expect(changeOnCondition(addTo(10))).resolves.toEqual({ held: 1, next: 2 });
  });

  it('writes nothing where there is nothing to change, also once another has done it', async () => {
    const { stored, addTo } = aCounter({ othersWrite: 1 });

    await expect(changeOnCondition(addTo(1))).resolves.toEqual({ held: 1, next: undefined });
    await expect(changeOnCondition(addTo(1))).resolves.toEqual({ held: 1, next: undefined });

    expect(stored).toMatchObject({ value: 1, writes: 1 });
  });

  it('reads only where what it was given turns out to be old', async () => {
    const { stored, addTo } = aCounter({ othersWrite: 1 });

    await changeOnCondition({ ...addTo(10), first: 0 });
    expect(stored).toEqual({ value: 2, reads: 1, writes: 2 });
    await changeOnCondition({ ...addTo(10), first: 2 });
    expect(stored).toEqual({ value: 3, reads: 1, writes: 3 });
  });

  it('gives up after eight writes, unless the last look finds it done', async () => {
    const endless = aCounter({ othersWrite: 100 });
    const done = aCounter({ othersWrite: 8 });

    const [refused, found] = await Promise.allSettled([
      changeOnCondition(endless.addTo(100)),
      changeOnCondition(done.addTo(8)),
    ]);

    expect(refused).toMatchObject({ reason: { name: 'UnavailableError', statusCode: 503 } });
    expect(found).toMatchObject({ value: { held: 8, next: undefined } });
    expect(endless.stored).toMatchObject({ writes: 8, reads: 9 });
  });
});
