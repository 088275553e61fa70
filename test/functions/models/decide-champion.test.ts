import { decideForRun } from '../../../functions/models/decide-champion.ts';
import type { CandidateResult } from '../../../workflows/train-model/contract.ts';
import { anEvaluation, comparisonOf } from '../../support/models.ts';

const now = new Date('2026-11-01T03:00:00.000Z');
const run = { shop: 'demo', model: 'purchase', runId: 'run-2', prefix: 'runs/demo/run-2', hasChampion: true } as const;
const trained = { candidate: 'bert', image: 'text', modelDataUrl: 's3://artifacts/bert.tar.gz' };
const broken = { candidate: 'trees', image: 'insights', failure: 'no memory' };
const epochs = [{ epoch: 1, train_loss: 0.3, validation_loss: 0.31 }];
const notBetter = anEvaluation({ comparisons: [comparisonOf('bert', 'champion', { high: 0 })] });

/** What jobs left below the run's prefix, and what was written down. */
function aDesk(files: Readonly<Record<string, unknown>>) {
  const artifacts = { json: async (key: string) => files[key.replace(`${run.prefix}/`, '')] };
  const models = { updateRun: jest.fn(async () => undefined), putVersion: jest.fn(async () => undefined) };
  const decide = (candidates: CandidateResult[] = [trained, broken]) =>
    decideForRun({ ...run, candidates }, now, artifacts, models);
  return { models, decide };
}

describe('decideForRun', () => {
  it('makes a version of whom the gate promotes, with all that it takes to deploy it', async () => {
    const evaluation = anEvaluation();
    const { models, decide } = aDesk({
      'evaluation/evaluation.json': evaluation,
      'data/report/manifest.json': { fingerprint: 'abc', rows: 7 },
    });

    const { verdict, version } = await decide();

    expect(verdict.action).toBe('promote');
    expect(version).toEqual({
      version: 'run-2',
      runId: 'run-2',
      candidate: 'bert',
      scorer: 'bert',
      image: 'text',
      modelDataUrl: trained.modelDataUrl,
      status: 'deploying',
      metrics: evaluation.candidates[0],
      fingerprint: 'abc',
      createdAt: now.toISOString(),
    });
    expect(models.putVersion.mock.calls).toEqual([['demo', 'purchase', version]]);
  });

  it('makes no version of whom it keeps back', async () => {
    const { models, decide } = aDesk({ 'evaluation/evaluation.json': notBetter });

    await expect(decide()).resolves.toMatchObject({ verdict: { action: 'keep' }, version: null });
    expect(models.putVersion).not.toHaveBeenCalled();
  });

  it('keeps the evaluation, the verdict, the failures and the curves with the run', async () => {
    const { models, decide } = aDesk({
      'evaluation/evaluation.json': notBetter,
      'scores/bert/metrics.json': { epochs, auc: 0.7 },
    });

    const { verdict } = await decide();

    expect(models.updateRun.mock.calls).toEqual([
      [
        'demo',
        'purchase',
        'run-2',
        {
          evaluation: notBetter,
          verdict,
          failures: [{ candidate: 'trees', reason: 'no memory' }],
          curves: [{ candidate: 'bert', epochs }],
          trainings: [],
        },
      ],
    ]);
  });

  it('keeps what a search tried and what it learned from attributes with the run', async () => {
    const figures = { hr20: 0.4, mrr20: 0.1, ndcg20: 0.2, coverage20: 0.3 };
    const interval = { ndcg20_low: 0.22, ndcg20_high: 0.28 };
    const attributes = { customers: 240, ratio: 1.8, ratio_low: 1.4, ratio_high: 2.3 };
    const { models, decide } = aDesk({
      'evaluation/evaluation.json': notBetter,
      'scores/bert/metrics.json': {
        covisitation: figures,
        'search_neighbours-0': figures,
        search_blend: { ...figures, ndcg20: 0.25, ...interval },
        search_seconds: 40,
        events: 900,
        attributes: { ...attributes, shrinkage: 3, weight: 1, published: 1 },
      },
    });

    await decide();

    expect(models.updateRun).toHaveBeenCalledWith(
      'demo',
      'purchase',
      'run-2',
      expect.objectContaining({
        curves: [],
        trainings: [
          {
            candidate: 'bert',
            trials: [
              { name: 'neighbours-0', ...figures },
              { name: 'blend', ...figures, ndcg20: 0.25, ...interval },
            ],
            attributes: { ...attributes, isPublished: true },
          },
        ],
      }),
    );
  });

  it.each([
    ...[{}, { attributes: {} }, { attributes: { customers: 'many' } }, { search_blend: { hr20: 1 } }].map(
      (left) => [left, { trainings: [] }] as const,
    ),
    ...[undefined, {}, { epochs: [] }, { epochs: 'many' }].map((left) => [left, { curves: [] }] as const),
  ])('where a training left %j it tells %j', async (left, told) => {
    const { models, decide } = aDesk({
      'evaluation/evaluation.json': notBetter,
      'scores/bert/metrics.json': left,
    });

    await decide();

    expect(models.updateRun).toHaveBeenCalledWith('demo', 'purchase', 'run-2', expect.objectContaining(told));
  });

  it.each([undefined, {}, { ...anEvaluation(), positives: 'many' }])(
    'decides nothing by an evaluation that cannot be read: %#',
    async (evaluation) => {
      const { models, decide } = aDesk({ 'evaluation/evaluation.json': evaluation });

      await expect(decide()).rejects.toMatchObject({ name: 'ZodError' });
      expect(models.updateRun).not.toHaveBeenCalled();
      expect(models.putVersion).not.toHaveBeenCalled();
    },
  );

  it('promotes nobody whose model was not trained in this run', async () => {
    const { models, decide } = aDesk({ 'evaluation/evaluation.json': anEvaluation() });

    const others = { ...trained, candidate: 'trees' };
    await expect(decide([others, { ...broken, candidate: 'bert' }])).rejects.toThrow('bert');
    expect(models.putVersion).not.toHaveBeenCalled();
  });

  it('says why each candidate failed where none is left to judge', async () => {
    const { models, decide } = aDesk({});

    const { verdict, version } = await decide([
      { ...broken, candidate: 'bert', failure: 'train holds no rows' },
      broken,
    ]);

    expect([verdict.action, verdict.reason, version]).toEqual(['keep', 'nothing-to-judge', null]);
    expect(models.updateRun).toHaveBeenCalledWith(
      'demo',
      'purchase',
      'run-2',
      expect.objectContaining({
        failures: [
          { candidate: 'bert', reason: 'train holds no rows' },
          { candidate: 'trees', reason: 'no memory' },
        ],
      }),
    );
  });
});
