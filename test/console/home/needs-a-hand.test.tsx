import { NeedsAHand } from '../../../console/src/home/needs-a-hand.tsx';
import type { RunSummary } from '../../../core/models/contract.ts';
import { faultText, withFault } from '../../../core/platform/fault.ts';
import { rendered, wordsOf } from '../../support/rendered.tsx';

const reason = `BakeFailedError: ${JSON.stringify({ errorMessage: faultText('canary-failed', { errors: 3, invocations: 40 }) })}`;
const run: RunSummary = withFault({
  runId: '20261124120000-a1b2c3',
  model: 'purchase',
  status: 'failed',
  trigger: 'demand',
  startedAt: '2026-11-24T12:00:00.000Z',
  reason,
});

describe('a run that needs a hand', () => {
  it('says why in the language of the console', async () => {
    const words = async (language: 'en' | 'zh') =>
      wordsOf(await rendered(<NeedsAHand runs={[run]} hasEvents />, language));

    expect(await words('en')).toContain('3 of 40 requests to the canary failed.');
    expect(await words('zh')).toContain('发往金丝雀的 40 个请求中有 3 个失败。');
  });
});
