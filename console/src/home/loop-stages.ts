import type { ModelView, RunDetail, RunSummary } from '../../../core/models/contract.ts';
import type { HomeView } from '../../../core/platform/home-contract.ts';
import type { Progress } from '../parts/marks.tsx';

export const STAGES = ['events', 'features', 'training', 'gate', 'champion', 'recommendations'] as const;
export type StageName = (typeof STAGES)[number];

/** One station of the loop. `note` is a key under home.loop.note with its values. */
export interface Stage {
  readonly name: StageName;
  readonly state: Progress;
  /** Says the state better than the common word: a key under home.loop.word. */
  readonly word?: 'arriving' | 'quiet' | 'serving';
  readonly note: string;
  readonly values?: Readonly<Record<string, string | number>>;
}

export interface LoopFacts {
  readonly events: HomeView['events'] | undefined;
  readonly model: ModelView | undefined;
  /** The latest run that trained something, with its steps where they are known. */
  readonly run: (RunSummary & Partial<Pick<RunDetail, 'steps'>>) | undefined;
}

const STEPS = {
  features: ['Prepare', 'Snapshot'],
  training: [
    'Train candidate lists',
    'Publish candidate lists',
    'Train candidate',
    'Score candidate',
    'Score champion',
  ],
  gate: ['Evaluate', 'Decide'],
} as const;
const ROLL_OUT = ['Register', 'Create model', 'Create endpoint', 'Look at endpoint', 'Smoke test', 'Canary', 'Bake'];

/** Where events stand on their way round, as far as the answers of the API tell. */
export function loopStages({ events, model, run }: LoopFacts): Stage[] {
  return [
    eventsStage(events),
    runStage('features', run),
    runStage('training', run),
    gateStage(run),
    championStage(model, run),
    recommendationsStage(model),
  ];
}

function eventsStage(events: LoopFacts['events']): Stage {
  const lastHour = events?.lastHour ?? 0;
  if (!lastHour) return { name: 'events', state: 'waiting', note: 'noEvents' };
  const isArriving = (events?.lastMinute ?? 0) > 0;
  const [state, word] = isArriving ? (['running', 'arriving'] as const) : (['done', 'quiet'] as const);
  return { name: 'events', state, word, note: 'events', values: { count: lastHour } };
}

function runStage(name: 'features' | 'training', run: LoopFacts['run']): Stage {
  if (!run) return { name, state: 'waiting', note: 'noRun' };
  const state = stateOf(STEPS[name], run);
  const running = run.steps?.filter(({ name: step, status }) => status === 'running' && isOneOf(STEPS[name], step));
  const candidates = [...new Set(running?.flatMap(({ candidate }) => candidate ?? []))];
  if (state === 'running' && candidates.length) {
    return { name, state, note: 'candidates', values: { names: candidates.join(', ') } };
  }
  return { name, state, note: NOTES[state] };
}

function gateStage(run: LoopFacts['run']): Stage {
  if (!run) return { name: 'gate', state: 'waiting', note: 'noRun' };
  if (run.verdict) return { name: 'gate', state: 'done', note: run.verdict.action };
  const state = stateOf(STEPS.gate, run);
  return { name: 'gate', state, note: NOTES[state] };
}

function championStage(model: ModelView | undefined, run: LoopFacts['run']): Stage {
  const isRollingOut = run?.status === 'running' && run.steps?.some(({ name }) => isOneOf(ROLL_OUT, name));
  const leader = [...(model?.champion ?? [])].sort((left, right) => right.weight - left.weight)[0];
  const values = { name: leader?.candidate ?? '' };
  if (isRollingOut) return { name: 'champion', state: 'running', note: 'rollingOut', values };
  if (!leader) return { name: 'champion', state: 'waiting', note: 'noChampion' };
  return { name: 'champion', state: 'done', word: 'serving', note: 'champion', values };
}

function recommendationsStage(model: ModelView | undefined): Stage {
  const name = 'recommendations';
  if (model?.champion.length) return { name, state: 'done', word: 'serving', note: 'byChampion' };
  if (model?.candidatesVersion) return { name, state: 'done', word: 'serving', note: 'byLists' };
  return { name, state: 'waiting', note: 'noLists' };
}

const NOTES = { waiting: 'waiting', running: 'running', done: 'done', failed: 'failed' } as const;

function stateOf(names: readonly string[], run: NonNullable<LoopFacts['run']>): Progress {
  const steps = (run.steps ?? []).filter(({ name }) => names.includes(name));
  if (steps.some(({ status }) => status === 'failed')) return 'failed';
  if (steps.some(({ status }) => status === 'running')) return 'running';
  if (!steps.length) return run.steps || run.status === 'failed' || run.status === 'running' ? 'waiting' : 'done';
  const isPast = run.status !== 'running' || (run.steps ?? []).some(({ name }) => follows(name, names));
  return isPast ? 'done' : 'running';
}

/** Whether a step belongs to a later stage than these names. */
function follows(step: string, names: readonly string[]): boolean {
  const order: readonly string[] = [...STEPS.features, ...STEPS.training, ...STEPS.gate, ...ROLL_OUT];
  const last = Math.max(...names.map((name) => order.indexOf(name)));
  return order.indexOf(step) > last;
}

const isOneOf = (names: readonly string[], name: string) => names.includes(name);
