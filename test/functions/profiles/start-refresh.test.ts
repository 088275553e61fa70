import { faultText } from '../../../core/platform/fault.ts';
import type { Refresh } from '../../../core/profiles/refresh-contract.ts';
import { startRefresh } from '../../../functions/profiles/start-refresh.ts';
import { aReport, RUN } from '../../support/profiles.ts';

const NOW = new Date('2026-11-24T12:00:00.000Z');
const order = { shop: 'demo', trigger: 'demand', orderId: 'r1', now: NOW } as const;

function aStarter(underWay?: Refresh, isPublished = false) {
  const started: { name: string; input: object }[] = [];
  const failures: object[] = [];
  return {
    started,
    failures,
    profiles: {
      begin: async () => underWay === undefined,
      refresh: async () => underWay,
      published: async () =>
        isPublished ? { runId: RUN, computedAt: NOW.toISOString(), report: aReport() } : undefined,
      fail: async (_shop: string, _run: string, failure: object) => void failures.push(failure),
    },
    executions: { start: async (name: string, input: object) => void started.push({ name, input }) },
  };
}

describe('startRefresh', () => {
  it('hands the shop, the moment and the refresh before to the workflow', async () => {
    const starter = aStarter(undefined, true);

    const { runId, status } = await startRefresh(order, starter);

    expect(status).toBe('running');
    expect(starter.started).toEqual([
      { name: `demo-profiles-${runId}`, input: { shop: 'demo', runId, until: NOW.toISOString(), previous: RUN } },
    ]);
  });

  it('answers the refresh that is under way and starts none', async () => {
    const running: Refresh = { runId: RUN, status: 'running', trigger: 'schedule', startedAt: NOW.toISOString() };
    const starter = aStarter(running);

    expect(await startRefresh(order, starter)).toMatchObject({ runId: RUN });
    expect(starter.started).toEqual([]);
  });

  it('says so where the workflow could not be started', async () => {
    const starter = aStarter();
    const executions = {
      start: async () => {
        throw new Error('throttled');
      },
    };

    await expect(startRefresh(order, { ...starter, executions })).rejects.toThrow('throttled');
    expect(starter.failures).toMatchObject([{ reason: faultText('not-started', {}) }]);
  });

  it('gives one order one id, whoever sends it again', async () => {
    const [first, again, other] = await Promise.all([
      startRefresh(order, aStarter()),
      startRefresh(order, aStarter()),
      startRefresh({ ...order, orderId: 'r2' }, aStarter()),
    ]);

    expect(first.runId).toBe(again.runId);
    expect(other.runId).not.toBe(first.runId);
  });
});
