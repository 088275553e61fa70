import { RefreshState } from '../../../console/src/profiles/refresh-profiles.tsx';
import { faultText, withFault } from '../../../core/platform/fault.ts';
import type { Refresh } from '../../../core/profiles/refresh-contract.ts';
import { RUN } from '../../support/profiles.ts';
import { rendered, wordsOf } from '../../support/rendered.tsx';

const at = '2026-11-24T12:00:00.000Z';
const failed: Refresh = { runId: RUN, status: 'failed', trigger: 'demand', startedAt: at, endedAt: at };

describe('a refresh that failed', () => {
  it('says why in the language of the console', async () => {
    const refresh = withFault({ ...failed, reason: faultText('not-started', {}) });

    expect(wordsOf(await rendered(<RefreshState refresh={refresh} />, 'zh'))).toContain('工作流未能启动。');
    expect(wordsOf(await rendered(<RefreshState refresh={refresh} />))).toContain('The workflow could not be started.');
  });
});
