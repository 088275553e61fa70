import { type LoopFacts, loopStages } from '../../../console/src/home/loop-stages.ts';
import { minuteBars } from '../../../console/src/home/minute-bars.ts';
import { openMatters } from '../../../console/src/home/open-matters.ts';
import type { ModelView, RunStatus, RunStep, RunSummary } from '../../../core/models/contract.ts';

const aRun = (status: RunStatus, more: Partial<RunSummary & { steps: RunStep[] }> = {}) => ({
  runId: `20261124-${status}`,
  model: 'purchase' as const,
  status,
  trigger: 'demand' as const,
  startedAt: '2026-11-24T09:00:00.000Z',
  ...more,
});
const aStep = (name: string, status: RunStep['status'], candidate?: string): RunStep => ({
  name,
  status,
  startedAt: '2026-11-24T09:00:00.000Z',
  ...(candidate ? { candidate } : {}),
});
const aModel = (more: Partial<ModelView> = {}): ModelView => ({
  name: 'purchase',
  champion: [],
  versions: [],
  ...more,
});
const statesOf = (facts: Partial<LoopFacts>) =>
  Object.fromEntries(
    loopStages({ events: undefined, model: undefined, run: undefined, ...facts }).map(({ name, state }) => [
      name,
      state,
    ]),
  );

describe('loopStages', () => {
  it('waits everywhere in a shop where nothing has happened', () => {
    expect(new Set(Object.values(statesOf({ model: aModel() })))).toEqual(new Set(['waiting']));
  });

  it('follows a run: the snapshot is done while candidates train, and names who is at work', () => {
    const steps = [aStep('Snapshot', 'done'), aStep('Train candidate', 'running', 'bert')];
    const facts = { run: aRun('running', { steps }), model: aModel({ candidatesVersion: 'v1' }), events: undefined };

    expect(statesOf(facts)).toMatchObject({
      features: 'done',
      training: 'running',
      gate: 'waiting',
      champion: 'waiting',
      recommendations: 'done',
    });
    expect(loopStages(facts)[2]).toMatchObject({ note: 'candidates', values: { names: 'bert' } });
  });

  it('keeps training at work between two of its steps', () => {
    const steps = [aStep('Snapshot', 'done'), aStep('Train candidate', 'done', 'bert')];

    expect(statesOf({ run: aRun('running', { steps }) }).training).toBe('running');
  });

  it('shows where a run failed', () => {
    const steps = [aStep('Prepare', 'done'), aStep('Snapshot', 'failed')];

    expect(statesOf({ run: aRun('failed', { steps }) })).toMatchObject({ features: 'failed', training: 'waiting' });
  });

  it('says that a new version rolls out while the old one still serves', () => {
    const variant = { endpointName: 'e', modelVersion: 'v', candidate: 'lightgbm', scorer: 'lightgbm', weight: 1 };
    const run = aRun('running', { steps: [aStep('Canary', 'running')] });

    const champion = loopStages({ events: undefined, run, model: aModel({ champion: [variant] }) })[4];

    expect(champion).toMatchObject({ state: 'running', note: 'rollingOut' });
  });
});

describe('openMatters', () => {
  it('are closed by a later success', () => {
    expect(openMatters([aRun('running'), aRun('promoted'), aRun('failed')])).toEqual([]);
  });

  it('are failures, roll-backs and refusals since', () => {
    const runs = [aRun('kept'), aRun('failed'), aRun('rolled-back'), aRun('promoted')];

    expect(openMatters(runs).map(({ status }) => status)).toEqual(['kept', 'failed', 'rolled-back']);
  });
});

describe('minuteBars', () => {
  it('has sixty minutes up to now, with 0 where nothing was counted', () => {
    const bars = minuteBars([{ minute: '2026-11-24T09:58', events: 7 }], Date.parse('2026-11-24T09:59:30.000Z'));

    expect(bars).toHaveLength(60);
    expect(bars.slice(-2)).toEqual([
      { minute: '2026-11-24T09:58', events: 7 },
      { minute: '2026-11-24T09:59', events: 0 },
    ]);
  });
});
