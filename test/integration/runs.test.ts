import { ModelView, RunDetail, RunPage } from '../../core/models/contract.ts';
import { demo } from './support/platform.ts';

/** The run that found the first champion, before the suites began. */
async function firstRun() {
  const { data } = await demo.read('/models/purchase/runs', RunPage);
  const first = data.find(({ verdict }) => verdict?.reason === 'first-champion');
  if (!first) throw new Error('No run has found a first champion');
  return demo.read(`/models/purchase/runs/${first.runId}`, RunDetail);
}

describe('a run that found a champion', () => {
  it('shows its steps as they went, those of each candidate by its name', async () => {
    const { steps, startedAt, endedAt = '' } = await firstRun();
    const named = (name: string) => steps.filter((step) => step.name === name);
    const families = ['bert', 'lightgbm', 'logistic-regression'];

    for (const name of ['Train candidate', 'Score candidate'])
      expect(
        named(name)
          .map(({ candidate }) => candidate)
          .sort(),
      ).toEqual(families);
    for (const name of [
      'Snapshot',
      'Train candidate lists',
      'Publish candidate lists',
      'Evaluate',
      'Decide',
      'Promote',
    ])
      expect(named(name)).toEqual([expect.not.objectContaining({ candidate: expect.anything() })]);
    expect(steps.filter(({ status }) => status !== 'done')).toEqual([]);
    for (const step of steps) {
      expect(Date.parse(step.startedAt)).toBeGreaterThanOrEqual(Date.parse(startedAt) - 1_000);
      expect(Date.parse(step.endedAt ?? '')).toBeGreaterThanOrEqual(Date.parse(step.startedAt));
      expect(Date.parse(step.endedAt ?? '')).toBeLessThanOrEqual(Date.parse(endedAt) + 60_000);
    }
  });

  it('shows the losses of each epoch of the family that has epochs', async () => {
    const { curves } = await firstRun();
    const epochs = curves.find(({ candidate }) => candidate === 'bert')?.epochs ?? [];

    expect(epochs.length).toBeGreaterThan(0);
    for (const { train_loss, validation_loss } of epochs) {
      expect(train_loss).toBeGreaterThan(0);
      expect(validation_loss).toBeGreaterThan(0);
    }
  });

  it('shows its candidates side by side on one later window, and the verdict in words of both languages', async () => {
    const { evaluation, verdict, status } = await firstRun();

    expect(status).toBe('promoted');
    const judged = new Set(evaluation?.candidates.map(({ candidate }) => candidate));
    expect([...judged].sort()).toEqual(['bert', 'lightgbm', 'logistic-regression']);
    for (const { auc, log_loss, log_loss_low, log_loss_high } of evaluation?.candidates ?? []) {
      expect(auc).toBeGreaterThan(0);
      expect(log_loss_low).toBeLessThanOrEqual(log_loss);
      expect(log_loss_high).toBeGreaterThanOrEqual(log_loss);
    }
    expect(verdict?.words.en).not.toBe('');
    expect(verdict?.words.zh).toMatch(/\p{Script=Han}/u);
  });

  it('left its winner serving, as a version that tells how it did', async () => {
    const { runId, verdict } = await firstRun();

    const { versions } = await demo.read('/models/purchase', ModelView);

    expect(versions.find(({ version }) => version === runId)).toMatchObject({
      candidate: verdict?.candidate,
      scorer: verdict?.scorer,
      metrics: { candidate: verdict?.candidate, scorer: verdict?.scorer },
    });
  });
});
