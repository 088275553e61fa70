import { createCandidateRepository } from '../../../core/recommendations/candidate-repository.ts';
import { aMemoryTable } from '../../support/memory-table.ts';

const GERMAN = { attribute: 'country', value: 'DE', customers: 40, lifts: [{ itemId: 'lamp', lift: 1.5 }] };
const YOUNG = { attribute: 'age', value: '19-24', customers: 25, lifts: [{ itemId: 'rug', lift: 0.5 }] };
const lists = { neighbours: [], boughtTogether: [], popular: [{ itemId: 'lamp', score: 1 }], trending: [] };

describe('what is near an item', () => {
  const LAMP = { itemId: 'lamp', neighbours: [{ itemId: 'sofa', score: 0.25, support: 7 }] };

  it('comes back as it was found, apart from what was bought together', async () => {
    const candidates = createCandidateRepository(aMemoryTable('candidates').client, 'candidates');
    await candidates.putVersion('demo', 'v1', { ...lists, neighbours: [LAMP], byAttribute: [] });

    const [near, bought] = await Promise.all([
      candidates.neighboursOf('demo', 'v1', ['lamp', 'rug']),
      candidates.boughtWith('demo', 'v1', ['lamp']),
    ]);

    expect([...near]).toEqual([['lamp', LAMP.neighbours]]);
    expect([...bought]).toEqual([]);
  });

  it('is kept as one text, and read where a version of before kept its values', async () => {
    const { client, rows } = aMemoryTable('candidates');
    const candidates = createCandidateRepository(client, 'candidates');
    await candidates.putVersion('demo', 'v1', { ...lists, neighbours: [LAMP], byAttribute: [] });
    const row = [...rows.values()].find(({ sk }) => sk === 'ITEM#lamp');

    expect(row?.neighbours).toBe('[["sofa",0.25,7]]');
    Object.assign(row ?? {}, { neighbours: [['sofa', 0.25, 7]] });
    expect([...(await candidates.neighboursOf('demo', 'v1', ['lamp']))]).toEqual([['lamp', LAMP.neighbours]]);
  });
});

describe('what popularity is with customers of whom a thing is said', () => {
  async function published() {
    const table = aMemoryTable('candidates');
    const candidates = createCandidateRepository(table.client, 'candidates');
    await candidates.putVersion('demo', 'v1', { ...lists, byAttribute: [GERMAN, YOUNG] });
    return { ...table, candidates };
  }

  it('comes back for each attribute that says anything, in one read', async () => {
    const { candidates, mock } = await published();
    mock.resetHistory();

    const found = await candidates.popularWith('demo', 'v1', { country: 'DE', age: '19-24', tier: 'gold' });

    expect(found).toEqual([GERMAN, YOUNG]);
    expect(mock.calls()).toHaveLength(1);
  });

  it('is nothing for other values, other versions and other shops, and costs no read where nothing is said', async () => {
    const { candidates, mock } = await published();

    await expect(candidates.popularWith('demo', 'v1', { country: 'de', age: 'DE' })).resolves.toEqual([]);
    await expect(candidates.popularWith('demo', 'v2', { country: 'DE' })).resolves.toEqual([]);
    await expect(candidates.popularWith('other', 'v1', { country: 'DE' })).resolves.toEqual([]);
    mock.resetHistory();
    await expect(candidates.popularWith('demo', 'v1', {})).resolves.toEqual([]);
    expect(mock.calls()).toEqual([]);
  });

  it('goes with its version', async () => {
    const { candidates, rows } = await published();

    await candidates.deleteVersion('demo', 'v1');

    expect([...rows]).toEqual([]);
  });
});
