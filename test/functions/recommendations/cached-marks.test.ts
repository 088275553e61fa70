import { createCachedMarks } from '../../../functions/recommendations/cached-marks.ts';
import { anItemRow } from '../../support/recommendations.ts';

function aShop(count: number) {
  const ids = Array.from({ length: count }, (_, index) => `item-${index}`);
  const reads: number[] = [];
  const stretches: string[] = [];
  let minute = 29_000_000;
  const marks = createCachedMarks(
    {
      listNew: async () => ids,
      listOnSale: async () => [],
      withTrait: async () => ({ itemIds: [], isWhole: true }),
      stretch: async (_shop, fields, behind = '') => {
        stretches.push(`${fields.join('+')} ${behind}`);
        return { items: [] };
      },
      getMany: async (_shop, wanted) => {
        reads.push(wanted.length);
        return wanted.map((itemId) => anItemRow(itemId));
      },
    },
    () => minute * 60_000,
  );
  const told = async (met: readonly string[] = []) =>
    (await marks.newSince('demo', '2026-11-01', met)).map(({ itemId }) => itemId);
  const wait = () => {
    minute += 1;
  };
  return { ids, reads, marks, stretches, told, wait };
}

describe('what is new', () => {
  it('has its turn within minutes, where more is new than one question can bring', async () => {
    const { ids, told, wait } = aShop(1_010);
    const seen = new Set<string>();

    for (let minute = 0; minute < 6; minute++) {
      const some = await told();
      expect(some).toHaveLength(200);
      for (const itemId of some) seen.add(itemId);
      wait();
    }

    expect(seen.size).toBe(ids.length);
  });

  it('is told whose turn it is not, where somebody met it, and nothing that is not new', async () => {
    const { ids, reads, told } = aShop(1_010);
    const usual = await told();
    const [waiting = ''] = ids.filter((itemId) => !usual.includes(itemId));

    const theirs = await told([waiting, 'old', ...usual.slice(0, 1)]);

    expect(theirs).toEqual([waiting, ...usual.slice(0, 199)]);
    expect(reads).toEqual([200, 1]);
  });

  it('is all told at once where it is little, and read once a minute however many ask', async () => {
    const { ids, reads, told, wait } = aShop(150);

    expect(await told()).toEqual(ids);
    await Promise.all([told(), told()]);
    expect(reads).toEqual([150]);
    wait();
    await told();
    expect(reads).toEqual([150, 150]);
  });
});

it('a stretch of the catalogue is read once in five minutes, however many ask for it', async () => {
  const { marks, stretches, wait } = aShop(1);
  const ask = () =>
    Promise.all([
      marks.stretch('demo', ['title']),
      marks.stretch('demo', ['title'], 'a'),
      marks.stretch('demo', ['brand']),
    ]);

  await Promise.all([ask(), ask()]);
  for (let minute = 0; minute < 4; minute++) wait();
  await ask();
  const before = [...stretches];
  wait();
  await marks.stretch('demo', ['title']);

  expect([before, stretches.slice(3)]).toEqual([['title ', 'title a', 'brand '], ['title ']]);
});
