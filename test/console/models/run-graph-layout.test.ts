import { bestEpoch, lossSeries } from '../../../console/src/models/curve-series.ts';
import { layOutRun, progressOf } from '../../../console/src/models/run-graph-layout.ts';
import type { RunStep } from '../../../core/models/contract.ts';

const aStep = (name: string, status: RunStep['status'], more: Partial<RunStep> = {}): RunStep => ({
  name,
  status,
  startedAt: '2026-11-24T09:00:00.000Z',
  ...(status === 'running' ? {} : { endedAt: '2026-11-24T09:01:00.000Z' }),
  ...more,
});
const running = { status: 'running', trigger: 'demand' } as const;

describe('layOutRun', () => {
  it('gives each candidate a lane and what is to come a place', () => {
    const steps = [
      aStep('Snapshot', 'done'),
      aStep('Train candidate', 'running', { candidate: 'bert' }),
      aStep('Train candidate', 'done', { candidate: 'lightgbm' }),
      aStep('Score candidate', 'running', { candidate: 'lightgbm' }),
    ];

    const { nodes, rows } = layOutRun({ ...running, steps });

    const states = Object.fromEntries(nodes.map(({ id, state }) => [id, state]));
    expect(states).toMatchObject({ 'train bert': 'running', 'score bert': 'waiting', 'score lightgbm': 'running' });
    expect(states).toMatchObject({ snapshot: 'done', evaluate: 'waiting', outcome: 'waiting' });
    expect(rows).toBe(3);
  });

  it('has no place for what the run left out, once it is judged', () => {
    const steps = [aStep('Snapshot', 'done'), aStep('Train candidate', 'done', { candidate: 'search' })];
    const judged = [...steps, aStep('Evaluate', 'running')];

    const labels = (run: Parameters<typeof layOutRun>[0]) => layOutRun(run).nodes.map(({ label }) => label);

    expect(labels({ ...running, steps })).toContain('lists');
    expect(labels({ ...running, steps: judged })).not.toContain('lists');
    expect(labels({ status: 'promoted', trigger: 'demand', steps })).not.toContain('lists');
    expect(labels({ status: 'failed', trigger: 'demand', steps: [aStep('Snapshot', 'failed')] })).toContain('lists');
  });

  it('draws no two boxes in one place and joins every box but the first to an earlier one', () => {
    const steps = ['bert', 'lightgbm'].map((candidate) => aStep('Train candidate', 'done', { candidate }));

    const { nodes, edges } = layOutRun({ ...running, steps });

    expect(new Set(nodes.map(({ column, row }) => `${column} ${row}`)).size).toBe(nodes.length);
    expect(edges.every(({ from, to }) => from.column < to.column)).toBe(true);
    expect(new Set(edges.map(({ to }) => to.id)).size).toBe(nodes.length - 1);
  });

  it('leaves out deployment when the champion was kept', () => {
    const verdict = { action: 'keep', reason: 'not-clearly-better', words: { en: 'kept', zh: '保留' } } as const;

    const { nodes } = layOutRun({ status: 'kept', trigger: 'demand', steps: [aStep('Decide', 'done')], verdict });

    expect(nodes.map(({ label }) => label)).not.toContain('deploy');
    expect(nodes.at(-1)).toMatchObject({ label: 'kept', state: 'done' });
  });

  it('shows a roll-back as deployment alone, and why it failed', () => {
    const steps = [aStep('Prepare', 'done'), aStep('Smoke test', 'failed', { reason: 'no answer' })];

    const { nodes } = layOutRun({ status: 'rolled-back', trigger: 'rollback', steps });

    expect(nodes.map(({ label }) => label)).toEqual(['prepare', 'deploy', 'canary', 'takenBack']);
    expect(nodes[1]).toMatchObject({ state: 'failed', failed: { name: 'Smoke test', reason: 'no answer' } });
  });

  it('counts how far the run is', () => {
    const graph = layOutRun({ status: 'promoted', trigger: 'rollback', steps: [aStep('Prepare', 'done')] });

    expect(progressOf(graph)).toEqual({ done: 2, all: 4 });
  });
});

describe('loss curves', () => {
  const epochs = [
    { epoch: 1, train_loss: 0.3, validation_loss: 0.25 },
    { epoch: 2, train_loss: 0.2, validation_loss: 0.21, test_loss: 0.22 },
    { epoch: 3, train_loss: 0.1, validation_loss: 0.21 },
  ];

  it('keep the epoch that validates best, the earlier of two alike', () => {
    expect(bestEpoch(epochs)?.epoch).toBe(2);
    expect(bestEpoch([])).toBeUndefined();
  });

  it('have no line for what was never measured', () => {
    expect(lossSeries(epochs).find(({ kind }) => kind === 'test')?.points).toEqual([[2, 0.22]]);
    expect(lossSeries(epochs.slice(0, 1)).map(({ kind }) => kind)).toEqual(['train', 'validation']);
  });
});
