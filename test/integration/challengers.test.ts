import { ModelView } from '../../core/models/contract.ts';
import { Recommendations } from '../../core/recommendations/contract.ts';
import { demo, eventually, newId } from './support/platform.ts';
import { RUN_PATIENCE_MS, runOf } from './support/runs.ts';
import { registerLike, storeModel, trainedLists } from './support/versions.ts';

/** One setting tried and no time to search: never better than the same family with time. */
const CRIPPLED = { 'logistic-regression': { max_seconds: '0.001' } };

const modelNow = () => demo.read('/models/purchase', ModelView);

/** The champion still orders slates, not merely still stands in the table. */
async function expectServing({ champion }: ModelView): Promise<void> {
  expect((await modelNow()).champion).toEqual(champion);
  const { modelVersion } = await eventually(async () => {
    const path = `/recommendations?customerId=${newId('user')}&k=5`;
    const slate = await demo.read(path, Recommendations);
    return slate.policy.startsWith('champion/') && slate;
  }, "a slate in the champion's order");
  expect(modelVersion).toBe(champion[0]?.modelVersion);
}

describe('a challenger', () => {
  it(
    'that is not clearly better is kept back, and says why',
    async () => {
      const before = await modelNow();

      const run = await runOf('train', {
        rowLimit: 26_000,
        candidates: ['logistic-regression'],
        hyperparameters: CRIPPLED,
      });

      expect(run.status).toBe('kept');
      expect(run.verdict).toMatchObject({ action: 'keep', reason: 'not-clearly-better' });
      const against = run.evaluation?.comparisons.filter(({ against: other }) => other === 'champion') ?? [];
      expect(against.length).toBeGreaterThan(0);
      for (const { high } of against) expect(high).toBeGreaterThanOrEqual(0);
      expect(run.steps.map(({ name }) => name)).toContain('Score champion');
      expect(run.steps.map(({ name }) => name)).not.toContain('Create endpoint');
      await expectServing(before);
    },
    RUN_PATIENCE_MS + 60_000,
  );

  it(
    'whose container fails its smoke test is taken back, and the champion stays',
    async () => {
      const before = await modelNow();
      const version = newId('mute').slice(0, 30);
      // The container of the lists starts and is healthy, and cannot answer what a purchase model is asked.
      const modelDataUrl = await trainedLists(before.candidatesVersion ?? '');
      await registerLike(before.champion[0]?.modelVersion ?? '', { version, image: 'recommender', modelDataUrl });

      const run = await runOf('rollback', { version });

      expect(run.status).toBe('rolled-back');
      expect(run.reason).toContain('SmokeTestFailedError');
      expect((await modelNow()).versions.find((one) => one.version === version)?.status).toBe('failed');
      await expectServing(before);
    },
    RUN_PATIENCE_MS + 60_000,
  );

  it(
    'whose model cannot be unpacked never comes into service, and the champion stays',
    async () => {
      const before = await modelNow();
      const version = newId('broken').slice(0, 30);
      const modelDataUrl = await storeModel(version, Buffer.from('this is no archive'));
      await registerLike(before.champion[0]?.modelVersion ?? '', { version, modelDataUrl });

      const run = await runOf('rollback', { version });

      expect(run.status).toBe('rolled-back');
      expect(run.reason).toContain('EndpointFailed');
      await expectServing(before);
    },
    RUN_PATIENCE_MS + 60_000,
  );
});
