import * as z from 'zod';
import { faultIn } from '../../core/platform/fault.ts';
import { cutOff } from '../../workflows/cut-off.ts';
import { EndEstimateInput } from '../../workflows/estimate-policies/contract.ts';
import { EndBatchInput } from '../../workflows/generate-content/contract.ts';
import { EndSlateBatchInput } from '../../workflows/recommend-batch/contract.ts';
import { PublishProfilesInput } from '../../workflows/refresh-profiles/contract.ts';
import { FinishRunInput } from '../../workflows/run-campaign/contract.ts';
import { RecordRunInput } from '../../workflows/train-model/contract.ts';

const startDate = Date.parse('2026-11-20T10:00:00.000Z');

/** As EventBridge hands it to the target of a rule. */
const aStatusChange = (input: object, detail: object = { status: 'ABORTED' }) => ({
  version: '0',
  'detail-type': 'Step Functions Execution Status Change',
  source: 'aws.states',
  detail: { startDate, stopDate: startDate + 1_000, error: null, cause: null, input: JSON.stringify(input), ...detail },
});

describe('what Step Functions tells of an execution that ended badly', () => {
  const reasonOf = (detail: object) =>
    cutOff(z.object({ run: z.string() }), ({ reason }) => reason).parse(aStatusChange({ run: 'one' }, detail));

  it.each([
    ['TIMED_OUT', 'timed-out'],
    ['ABORTED', 'aborted'],
  ])('is, of %s, a reason of ours', (status, code) => {
    expect(faultIn(reasonOf({ status }))).toEqual({ code, values: {} });
  });

  it('is in the words of whoever failed where there are any, cut where they do not end', () => {
    const failed = { status: 'FAILED', error: 'States.Runtime', cause: 'no such path' };

    expect(reasonOf(failed)).toBe('States.Runtime: no such path');
    expect(reasonOf({ ...failed, cause: 'x'.repeat(30_000) }).length).toBeLessThan(2_000);
    expect(faultIn(reasonOf({ status: 'FAILED' }))?.code).toBe('unknown');
  });

  it('is no end where it goes on or went well', () => {
    for (const status of ['RUNNING', 'SUCCEEDED', 'PENDING_REDRIVE']) expect(() => reasonOf({ status })).toThrow();
  });
});

describe('the step that writes down a failure', () => {
  const [shop, reason] = ['demo', 'ExecutionAborted'];
  const batchId = '01jbatch0000000000000000aa';
  const runId = '20261101000000-abcdef';

  it('is told of the batch, the estimate, the refresh or the run that was cut off', () => {
    const batch = aStatusChange({ shop, batchId, shards: [0, 1] });
    const refresh = aStatusChange({ shop, runId, until: '2026-11-01T00:00:00.000Z', previous: null });
    const training = { shop, model: 'purchase', runId, until: '2026-11-01T00:00:00.000Z', trigger: 'rollback' };

    expect(EndSlateBatchInput.parse(batch)).toEqual({ shop, batchId, status: 'failed', reason });
    expect(EndBatchInput.parse(batch)).toEqual({ shop, batchId, status: 'failed', reason });
    const estimate = { shop, surface: 'home', estimateId: batchId };
    expect(EndEstimateInput.parse(aStatusChange({ ...estimate, words: ['--surface', 'home'] }))).toEqual({
      ...estimate,
      ...{ status: 'failed', reason },
    });
    expect(PublishProfilesInput.parse(refresh)).toEqual({ shop, runId, step: 'failed', reason });
    expect(RecordRunInput.parse(aStatusChange(training))).toEqual({
      ...{ shop, model: 'purchase', runId, status: 'failed', reason },
    });
  });

  it.each([
    ['its order', { trigger: 'demand', runId: '20261120t100500z' }, '20261120t100500z'],
    ['its tick', { trigger: 'schedule', scheduledAt: '2026-11-20T09:30:00Z' }, '20261120t093000z'],
    ['when it began', { trigger: 'schedule' }, '20261120t100000z'],
  ])('knows a run of a campaign by %s', (_, input, named) => {
    const told = FinishRunInput.parse(aStatusChange({ shop, campaignId: 'win-back', ...input }));

    expect(told).toEqual({ shop, campaignId: 'win-back', runId: named, reason });
  });
});
