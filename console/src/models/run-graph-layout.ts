import type { RunDetail, RunStep } from '../../../core/models/contract.ts';
import type { Progress } from '../parts/marks.tsx';

/** A box of the picture. `label` is a key under run.graph; `subject` is a name that is not translated. */
export interface GraphNode {
  readonly id: string;
  readonly label: string;
  readonly subject?: string;
  readonly column: number;
  /** In rows; halves are allowed, so that a column may be centred. */
  readonly row: number;
  readonly state: Progress;
  readonly startedAt?: string;
  readonly endedAt?: string;
  /** The step that made it fail. */
  readonly failed?: RunStep;
}

export interface GraphEdge {
  readonly from: GraphNode;
  readonly to: GraphNode;
}

export interface RunGraph {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  readonly columns: number;
  readonly rows: number;
}

type Box = Omit<GraphNode, 'row' | 'column'>;

const DEPLOY = [
  'Register',
  'Create model',
  'Create endpoint configuration',
  'Create endpoint',
  'Look at endpoint',
  'Smoke test',
];
const CANARY = ['Canary', 'Bake', 'Check bake'];
const OUTCOME = { promoted: 'promoted', kept: 'kept', 'rolled-back': 'takenBack', failed: 'failed' } as const;

/** The workflow as it ran so far: what is done, what runs, and what is still to come. */
export function layOutRun(run: Pick<RunDetail, 'steps' | 'status' | 'trigger' | 'verdict'>): RunGraph {
  return place(run.trigger === 'rollback' ? rollBackColumns(run) : trainingColumns(run));
}

function trainingColumns(run: Pick<RunDetail, 'steps' | 'status' | 'verdict'>): Box[][][] {
  const { steps } = run;
  const candidates = [...new Set(steps.flatMap(({ candidate }) => candidate ?? []))];
  const lanes = [
    [box(run, 'lists', ['Train candidate lists']), box(run, 'publish', ['Publish candidate lists'])],
    ...candidates.map((name) => [
      box(run, 'train', ['Train candidate'], name),
      box(run, 'score', ['Score candidate', 'Candidate failed'], name),
    ]),
    ...(candidates.length ? [] : [[box(run, 'train', ['Train candidate']), box(run, 'score', ['Score candidate'])]]),
    ...(steps.some(({ name }) => name === 'Score champion')
      ? [[{ ...box(run, 'champion', ['Score champion']), subject: 'champion' }]]
      : []),
  ];
  // What has not begun when the judge looks is no part of this run.
  const begun = lanes.filter((lane) => lane.some(({ state }) => state !== 'waiting'));
  const isOver = run.status !== 'running' || steps.some(({ name }) => name === 'Evaluate');
  const judged = [
    [[box(run, 'snapshot', ['Prepare', 'Snapshot'])]],
    isOver && begun.length ? begun : lanes,
    [[box(run, 'evaluate', ['Evaluate'])]],
    [[box(run, 'gate', ['Decide'])]],
  ];
  return [...judged, ...endColumns(run, run.verdict?.action === 'keep')];
}

function rollBackColumns(run: Pick<RunDetail, 'steps' | 'status'>): Box[][][] {
  return [[[box(run, 'prepare', ['Prepare'])]], ...endColumns(run, false)];
}

function endColumns(run: Pick<RunDetail, 'steps' | 'status'>, isKept: boolean): Box[][][] {
  const outcome = run.status === 'running' ? 'outcome' : OUTCOME[run.status];
  const state = {
    running: 'waiting',
    promoted: 'done',
    kept: 'done',
    'rolled-back': 'failed',
    failed: 'failed',
  } as const;
  const end: Box = { id: 'outcome', label: outcome, state: state[run.status] };
  if (isKept) return [[[end]]];
  return [[[box(run, 'deploy', DEPLOY)]], [[box(run, 'canary', CANARY)]], [[end]]];
}

/** Several states drawn as one box: it fails with any, runs with any, and is done when none of them is left. */
function box(run: Pick<RunDetail, 'steps' | 'status'>, label: string, names: readonly string[], subject?: string): Box {
  const steps = run.steps.filter(({ name, candidate }) => names.includes(name) && candidate === subject);
  const failed = steps.find(({ status, name }) => status === 'failed' || name === 'Candidate failed');
  const isRunning = steps.some(({ status }) => status === 'running');
  const first = steps[0];
  const last = steps.at(-1);
  return {
    id: subject ? `${label} ${subject}` : label,
    label,
    state: failed ? 'failed' : isRunning ? 'running' : first ? 'done' : 'waiting',
    ...(subject ? { subject } : {}),
    ...(first ? { startedAt: first.startedAt } : {}),
    ...(last?.endedAt && !isRunning ? { endedAt: last.endedAt } : {}),
    ...(failed ? { failed } : {}),
  };
}

/** How far a run is, in boxes. */
export function progressOf({ nodes }: RunGraph): { readonly done: number; readonly all: number } {
  return { done: nodes.filter(({ state }) => state === 'done').length, all: nodes.length };
}

/** Columns hold lanes side by side, a lane holds boxes one after the other; lanes are centred on the widest column. */
function place(columns: readonly (readonly (readonly Box[])[])[]): RunGraph {
  const rows = Math.max(...columns.map((lanes) => lanes.length));
  const nodes: GraphNode[] = [];
  const edges: GraphEdge[] = [];
  let tails: GraphNode[] = [];
  let column = 0;
  for (const lanes of columns) {
    const top = (rows - lanes.length) / 2;
    const placed = lanes.map((lane, row) =>
      lane.map((one, step) => ({ ...one, column: column + step, row: top + row })),
    );
    nodes.push(...placed.flat());
    for (const lane of placed) {
      const [head] = lane;
      if (head) edges.push(...tails.map((from) => ({ from, to: head })));
      edges.push(...lane.slice(1).flatMap((to, index) => (lane[index] ? [{ from: lane[index], to }] : [])));
    }
    tails = placed.flatMap((lane) => lane.slice(-1));
    column += Math.max(...lanes.map(({ length }) => length));
  }
  return { nodes, edges, columns: column, rows };
}
