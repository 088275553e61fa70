import { gzipSync } from 'node:zlib';
import type { CandidatesPointer } from '../../../core/models/model-repository.ts';
import { publishCandidates } from '../../../functions/models/publish-candidates.ts';

const now = new Date('2026-11-01T03:00:00.000Z');
const LINES = [
  { itemId: 'lamp', neighbours: [{ itemId: 'bulb', score: 0.5, support: 12 }] },
  { itemId: 'bulb', neighbours: [] },
];
const BOUGHT = [{ itemId: 'lamp', neighbours: [{ itemId: 'shade', score: 0.9, support: 4 }] }];
const POPULAR = [{ itemId: 'lamp', score: 9 }];
const TRENDING = [{ itemId: 'bulb', score: 3 }];
const BY_ATTRIBUTE = [{ attribute: 'country', value: 'DE', customers: 40, lifts: [{ itemId: 'bulb', lift: 1.5 }] }];
const lists = { neighbours: LINES, boughtTogether: BOUGHT, popular: POPULAR, trending: TRENDING };
const gzipped = (text: string) => gzipSync(Buffer.from(text));
const linesOf = (rows: readonly object[]) => gzipped(`${rows.map((row) => JSON.stringify(row)).join('\n')}\n`);
const archive = (overrides: Readonly<Record<string, Buffer | undefined>> = {}): Map<string, Buffer> =>
  new Map(
    Object.entries({
      'neighbours.jsonl.gz': linesOf(LINES),
      'bought-together.jsonl.gz': linesOf(BOUGHT),
      'popular.json': Buffer.from(JSON.stringify(POPULAR)),
      'trending.json': Buffer.from(JSON.stringify(TRENDING)),
      'popular-by-attribute.jsonl.gz': linesOf(BY_ATTRIBUTE),
      ...overrides,
    }).flatMap(([name, bytes]) => (bytes ? [[name, bytes] as const] : [])),
  );

/** Lists in memory: what was done to them, in order. */
function aShelf(start?: CandidatesPointer, files = archive()) {
  const done: unknown[] = [];
  let pointer = start;
  const candidates = {
    putVersion: async (...[shop, version, lists]: unknown[]) => {
      done.push(['rows', shop, version, lists]);
    },
    deleteVersion: async (_shop: string, version: string) => {
      done.push(['delete', version]);
    },
  };
  const models = {
    candidatesPointer: async () => pointer,
    moveCandidatesPointer: async (_shop: string, next: CandidatesPointer) => {
      done.push(['pointer', next]);
      pointer = next;
    },
  };
  const publish = (runId: string, ports: Partial<typeof candidates> = {}) =>
    publishCandidates(
      { shop: 'demo', model: 'purchase', runId, modelDataUrl: 's3://artifacts/lists.tar.gz' },
      now,
      { archive: async () => files },
      { ...candidates, ...ports },
      models,
    );
  return { done, publish, pointer: () => pointer };
}

const at = { updatedAt: now.toISOString() };

describe('publishCandidates', () => {
  it('keeps with the pointer whether attributes speak for cold customers, as the training found', async () => {
    const attributes = { customers: 120, ratio: 1.1, ratio_low: 0.9, ratio_high: 1.3, published: 0 };
    const metrics = Buffer.from(JSON.stringify({ items: 2, attributes }));
    const { publish, pointer } = aShelf(undefined, archive({ 'metrics.json': metrics }));

    await publish('run-1');

    const { published: _, ...figures } = attributes;
    expect(pointer()?.attributes).toEqual({ ...figures, isPublished: false });
  });

  it('writes every row before the pointer names them', async () => {
    const { done, publish } = aShelf();

    await expect(publish('run-1')).resolves.toEqual({ version: 'run-1', items: 2 });
    expect(done).toEqual([
      ['rows', 'demo', 'run-1', { ...lists, byAttribute: BY_ATTRIBUTE }],
      ['pointer', { version: 'run-1', ...at }],
    ]);
  });

  it('publishes a model of before attributes were learned from as it was, and one to which they say nothing', async () => {
    for (const file of [undefined, gzipped('')]) {
      const { done, publish } = aShelf(undefined, archive({ 'popular-by-attribute.jsonl.gz': file }));

      await publish('run-1');

      expect(done[0]).toEqual(['rows', 'demo', 'run-1', { ...lists, byAttribute: [] }]);
    }
  });

  it('leaves the version before to requests that are under way, and takes the one before that away', async () => {
    const { done, publish } = aShelf({ version: 'run-2', previous: 'run-1', ...at });

    await publish('run-3');

    expect(done.slice(1)).toEqual([
      ['pointer', { version: 'run-3', previous: 'run-2', ...at }],
      ['delete', 'run-1'],
    ]);
  });

  it('writes the same rows when it is tried again, and neither moves nor deletes', async () => {
    const { done, publish, pointer } = aShelf({ version: 'run-1', ...at });
    await publish('run-2');
    const before = pointer();

    await publish('run-2');

    expect(done.slice(2)).toEqual([done[0]]);
    expect(pointer()).toEqual(before);
  });

  it('leaves the pointer where it is when the rows cannot be written', async () => {
    const { done, publish } = aShelf({ version: 'run-1', ...at });
    const putVersion = async () => Promise.reject(new Error('no more writes'));

    await expect(publish('run-2', { putVersion })).rejects.toThrow('no more writes');
    expect(done).toEqual([]);
  });

  it.each<[string, Readonly<Record<string, Buffer | undefined>>, string]>([
    ['no neighbours', { 'neighbours.jsonl.gz': undefined }, 'no neighbours.jsonl.gz, only: bought-together.jsonl.gz'],
    ['no popular items', { 'popular.json': undefined }, 'no popular.json'],
    ['a neighbour without an id', { 'neighbours.jsonl.gz': gzipped('{"neighbours":[]}') }, 'itemId'],
    ['a lift of nothing', { 'popular-by-attribute.jsonl.gz': gzipped('{"attribute":"country","lifts":[{}]}') }, 'lift'],
    ['half a line', { 'neighbours.jsonl.gz': gzipped('{"itemId":') }, 'JSON'],
    ['popular items that are no list', { 'popular.json': Buffer.from('{}') }, 'array'],
  ])('publishes nothing of a model that holds %s', async (_, files, message) => {
    const { done, publish } = aShelf(undefined, archive(files));

    await expect(publish('run-1')).rejects.toThrow(message);
    expect(done).toEqual([]);
  });
});
