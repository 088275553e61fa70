import {
  EstimateAnswer,
  type EstimateFigures,
  StartEstimateRequest,
} from '../../../core/experiments/estimate-contract.ts';
import { createEstimateRepository } from '../../../core/experiments/estimate-repository.ts';
import { NotFoundError } from '../../../core/platform/errors.ts';
import { faultIn, faultText } from '../../../core/platform/fault.ts';
import { parseFields } from '../../../core/platform/field-errors.ts';
import { endEstimate } from '../../../functions/recommendations/end-estimate.ts';
import { startEstimate } from '../../../functions/recommendations/start-estimate.ts';
import { EstimatePoliciesInput } from '../../../workflows/estimate-policies/contract.ts';
import { anEstimateReference, aPolicy, estimateId, someFigures } from '../../support/estimates.ts';
import { aMemoryTable } from '../../support/memory-table.ts';
import { aNow } from '../../support/recommendations.ts';

const endedAt = aNow.toISOString();
const aRepository = () => createEstimateRepository(aMemoryTable('recipes').client, 'recipes');

async function order(request: object, start: (name: string, input: object) => Promise<void> = async () => {}) {
  const estimates = aRepository();
  const asked = { ...anEstimateReference, request: StartEstimateRequest.parse(request), now: aNow };
  const answer = startEstimate(asked, { estimates, executions: { start } });
  return { estimates, answer };
}

describe('an order of an estimate', () => {
  it('is written down as running and handed over as the command line of the job', async () => {
    const started: unknown[] = [];
    const request = { experiment: 'spring', reward: 'add', policies: [{ known: 'for-you', new: 'popular' }] };

    const { estimates, answer } = await order(request, async (name, input) => void started.push({ name, input }));

    await expect(answer).resolves.toEqual({ estimateId, status: 'running' });
    await expect(estimates.get(anEstimateReference)).resolves.toMatchObject({ request, status: 'running' });
    const words = ['--surface', 'home', '--experiment', 'spring', '--reward', 'add'];
    const input = { ...anEstimateReference, words: [...words, '--policy', 'known=for-you,new=popular'] };
    expect(started).toEqual([{ name: `demo-${estimateId}`, input }]);
  });

  it('names nothing that the log is to decide', async () => {
    const started: object[] = [];

    const { answer } = await order({}, async (_, input) => void started.push(input));
    await answer;

    expect(started).toEqual([{ ...anEstimateReference, words: ['--surface', 'home'] }]);
  });

  it('has room for all that SageMaker lets a job be told', async () => {
    const recipe = 'r'.repeat(48);
    const policies = Array.from({ length: 20 }, () => ({ known: recipe, new: recipe }));
    const started: object[] = [];

    const longest = { experiment: 'e'.repeat(48), reward: 'purchase', policies };
    const { answer } = await order(longest, async (_, input) => void started.push(EstimatePoliciesInput.parse(input)));
    await answer;

    expect(started).toHaveLength(1);
  });

  it('has failed where the workflow does not start', async () => {
    const broken = async () => {
      throw new Error('throttled');
    };

    const { estimates, answer } = await order({}, broken);

    await expect(answer).rejects.toThrow('throttled');
    await expect(estimates.get(anEstimateReference)).resolves.toMatchObject({
      ...{ status: 'failed', reason: faultText('not-started', {}) },
    });
  });

  it.each([
    [{ policies: [{ known: 'for-you' }] }, '#/policies/0/new'],
    [{ policies: [{ known: 'for-you', new: 'A,b=c' }] }, '#/policies/0/new'],
    [{ policies: Array.from({ length: 21 }, () => ({ known: 'for-you', new: 'popular' })) }, '#/policies'],
    [{ reward: 'applause' }, '#/reward'],
    [{ experiment: 'Spring!' }, '#/experiment'],
  ])('is refused by its field: %j', (request, pointer) => {
    expect(() => parseFields(StartEstimateRequest, request)).toThrow(
      expect.objectContaining({ errors: expect.arrayContaining([expect.objectContaining({ pointer })]) }),
    );
  });
});

describe('the end of an estimate', () => {
  async function ended(answer: EstimateAnswer | undefined, input: object = { status: 'done' }) {
    const { estimates } = await order({});
    const read: string[] = [];
    const artifacts = {
      json: async (key: string) => {
        read.push(key);
        return answer;
      },
    };
    const end = (how: object) =>
      endEstimate({ ...anEstimateReference, status: 'done', ...how }, { artifacts, estimates }, aNow);
    return { estimates, read, end, output: await end(input) };
  }
  const estimated = (figures: EstimateFigures) => EstimateAnswer.parse({ status: 'estimated', ...figures });

  it('judges each policy and keeps what was found', async () => {
    const little = aPolicy({ known: 'popular', effectiveCustomers: 4 });

    const { estimates, read, output } = await ended(estimated(someFigures([aPolicy(), little])));

    expect(output).toEqual({ status: 'done' });
    expect(read).toEqual([`estimates/demo/${estimateId}/answer.json`]);
    await expect(estimates.get(anEstimateReference)).resolves.toMatchObject({
      ...{ status: 'done', endedAt },
      found: { customers: 700, policies: [{ verdict: 'better' }, { verdict: 'too-little-overlap' }] },
    });
  });

  it('says of a log that does not hold what was asked what it lacks', async () => {
    const says = { code: 'no-recipe-drawn', values: { surface: 'home' } } as const;

    const { estimates, output } = await ended({ status: 'refused', says });

    expect(output).toEqual({ status: 'failed' });
    const { status, reason = '' } = await estimates.get(anEstimateReference);
    expect([status, faultIn(reason)]).toEqual(['failed', says]);
  });

  it('writes down why the workflow failed', async () => {
    const { estimates } = await ended(undefined, { status: 'failed', reason: 'ExecutionTimedOut' });

    await expect(estimates.get(anEstimateReference)).resolves.toMatchObject({
      ...{ status: 'failed', reason: 'ExecutionTimedOut', endedAt },
    });
  });

  it('is told once: what came first stands', async () => {
    const { estimates, end } = await ended(estimated(someFigures()));

    await end({ status: 'failed', reason: 'ExecutionAborted' });

    await expect(estimates.get(anEstimateReference)).resolves.toMatchObject({ status: 'done' });
  });

  it('is none while the job has left no answer', async () => {
    await expect(ended(undefined)).rejects.toThrow(`estimates/demo/${estimateId}/answer.json`);
  });
});

describe('estimates', () => {
  it('belong to one shop and one surface, and are listed the newest first', async () => {
    const estimates = aRepository();
    const ids = ['01jestimate0000000000000aa', '01jestimate0000000000000ab'];
    for (const one of ids)
      await estimates.create({
        ...{ shop: 'demo', surface: 'home', estimateId: one, status: 'running', startedAt: endedAt },
        request: { policies: [] },
      });
    const listed = async (shop: string, surface: 'home' | 'basket') =>
      (await estimates.list(shop, surface, { limit: 10 })).data.map((one) => one.estimateId);

    expect(await listed('demo', 'home')).toEqual(ids.toReversed());
    expect([await listed('demo', 'basket'), await listed('other', 'home')]).toEqual([[], []]);
    await expect(estimates.get({ ...anEstimateReference, shop: 'other' })).rejects.toThrow(NotFoundError);
  });
});
