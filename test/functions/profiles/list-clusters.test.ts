import { faultText } from '../../../core/platform/fault.ts';
import type { Refresh } from '../../../core/profiles/refresh-contract.ts';
import { listClusters } from '../../../functions/profiles/list-clusters.ts';
import { RUN } from '../../support/profiles.ts';

const at = '2026-11-24T12:00:00.000Z';

describe('the groups of customers', () => {
  it('come with why the last refresh failed, for a program too where it is in our own words', async () => {
    const failed: Refresh = { runId: RUN, status: 'failed', trigger: 'demand', startedAt: at, endedAt: at };
    const told = async (reason: string) =>
      (await listClusters('demo', { published: async () => undefined, refresh: async () => ({ ...failed, reason }) }))
        .refresh;

    expect(await told(faultText('not-started', {}))).toMatchObject({ says: { code: 'not-started', values: {} } });
    expect(await told('ClientError: exit code 1')).toEqual({ ...failed, reason: 'ClientError: exit code 1' });
  });
});
