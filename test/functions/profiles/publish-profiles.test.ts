import { createProfileRepository } from '../../../core/profiles/profile-repository.ts';
import type { Refresh } from '../../../core/profiles/refresh-contract.ts';
import { publishProfiles } from '../../../functions/profiles/publish-profiles.ts';
import { aMemoryTable } from '../../support/memory-table.ts';
import { aLine, aReport, RUN } from '../../support/profiles.ts';

const NOW = new Date('2026-11-24T13:00:00.000Z');
const files: Record<string, unknown[]> = {
  'part-00000': [aLine('ann'), aLine('ben')],
  'part-00001': [aLine('cem')],
};

function aPublication(parts: number) {
  const table = aMemoryTable('profiles');
  const notes: Partial<Refresh>[] = [];
  const repository = createProfileRepository(table.client, 'profiles');
  const ports = {
    artifacts: {
      json: async () => aReport({ parts, customers: 3 }),
      lines: async (key: string) => files[key.match(/part-\d+/)?.[0] ?? ''] ?? [],
    },
    profiles: {
      ...repository,
      note: async (_shop: string, _run: string, fields: Partial<Refresh>) => void notes.push(fields),
    },
  };
  const part = (number: number) =>
    publishProfiles({ step: 'part', shop: 'demo', runId: RUN, part: number }, ports, NOW);
  return { ...table, ports, repository, notes, part };
}

describe('publishProfiles', () => {
  it('writes part by part, and the report only with the last one', async () => {
    const { part, repository, notes } = aPublication(2);

    expect(await part(0)).toEqual({ next: 1 });
    expect(await repository.published('demo')).toBeUndefined();
    expect(await part(1)).toEqual({ next: null });

    expect(await repository.published('demo')).toMatchObject({ runId: RUN, computedAt: '2026-11-24T12:00:00.000Z' });
    expect([...(await repository.profiles('demo', ['ann', 'ben', 'cem', 'dee'])).keys()].sort()).toEqual([
      'ann',
      'ben',
      'cem',
    ]);
    expect(notes.at(-1)).toMatchObject({ status: 'done', written: 3 });
  });

  it('writes the same rows when it is done again', async () => {
    const { part, rows } = aPublication(2);
    await part(0);
    await part(1);
    const before = JSON.stringify([...rows]);

    await part(0);
    await part(1);

    expect(JSON.stringify([...rows])).toBe(before);
  });

  it('publishes a shop without customers too', async () => {
    const { part, repository } = aPublication(0);

    expect(await part(0)).toEqual({ next: null });
    expect(await repository.published('demo')).toBeDefined();
  });

  it('writes down why a refresh failed, and publishes nothing', async () => {
    const { ports, repository } = aPublication(1);
    const begun: Refresh = { runId: RUN, status: 'running', trigger: 'schedule', startedAt: NOW.toISOString() };
    await repository.begin('demo', begun, NOW);

    await publishProfiles({ step: 'failed', shop: 'demo', runId: RUN, reason: 'no space' }, ports, NOW);

    const ended = { status: 'failed', reason: 'no space', endedAt: NOW.toISOString() };
    expect(await repository.refresh('demo')).toEqual({ ...begun, ...ended });
    expect(await repository.published('demo')).toBeUndefined();
  });

  it('keeps the profiles of two shops apart', async () => {
    const { part, repository } = aPublication(1);
    await part(0);

    expect(await repository.profile('other', 'ann')).toBeUndefined();
    expect(await repository.profile('demo', 'ann')).toMatchObject({ horizonDays: 14 });
  });
});
