/**
 * `npm run bench -- <name> [options] [--json]`: runs one bench and prints its figures; `--list` names them all, `<name>
 * --help` says what one measures and takes.
 * A bench is a program that prints progress on stderr and its fields as a JSON object on the last line of stdout.
 */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import * as z from 'zod';

const python = (file: string) => ['.venvs/ml/bin/python', `bench/${file}.py`] as const;
const typescript = (file: string) => [process.execPath, `bench/${file}.ts`] as const;

interface Bench {
  readonly command: readonly string[];
  readonly about: string;
}

const BENCHES: Readonly<Record<string, Bench>> = {
  purchase: {
    command: python('purchase'),
    about: 'BERT, blend, LightGBM, logistic regression and popularity on the same rows',
  },
  'recommend-sessions': { command: python('recommend_sessions'), about: 'next item in a session, full catalogue' },
  'recommend-sequences': { command: python('recommend_sequences'), about: 'last item of a history, leave one out' },
  'recommend-new-items': { command: python('recommend_new_items'), about: 'items without behaviour, found by text' },
  'recommend-new-customers': {
    command: python('recommend_new_customers'),
    about: 'customers without behaviour, by what is popular with their like',
  },
  rerank: {
    command: python('rerank'),
    about: "a recommender's candidates in its own order and in the purchase champion's",
  },
  'recommend-serving': {
    command: python('recommend_serving'),
    about: 'the recommender container over HTTP at a given rate',
  },
  classify: { command: python('classify'), about: 'intents by LoRA and in full, beside TF-IDF with a linear SVM' },
  chat: {
    command: typescript('chat'),
    about: 'questions of customers in English and Chinese, answered, refused or handed over',
  },
  tabular: {
    command: python('tabular'),
    about: 'the effectiveness trainer on a table with a yes or no, out of fold',
  },
  'off-policy': { command: python('off_policy'), about: 'what a policy earns, from the log of another' },
  'first-run': { command: typescript('first-run'), about: 'from installed to first recommendations and a champion' },
  'cold-start': { command: typescript('cold-start'), about: 'bundle size and initialisation time of each function' },
  content: {
    command: typescript('content'),
    about: 'descriptions from catalogue facts, with and without the claim check',
  },
  ingest: { command: typescript('ingest'), about: 'events through the front door into the lake, counted' },
  freshness: { command: typescript('freshness'), about: 'how long the next slate takes to follow an event' },
  campaign: {
    command: typescript('campaign'),
    about: 'a campaign while one call in ten fails: nobody twice, nobody missed, nobody unwanted',
  },
  chaos: { command: typescript('chaos'), about: 'the same while processes are killed at random' },
  cost: { command: typescript('cost'), about: 'an idle and a busy month, priced from the synthesised templates' },
};

const Fields = z.record(z.string(), z.json());
type Fields = z.infer<typeof Fields>;

const [name = '', ...options] = process.argv.slice(2);
const bench = BENCHES[name];
if (!bench) {
  const rows = Object.entries(BENCHES).map(([key, { about }]) => `  ${key.padEnd(22)}${about}`);
  process.stdout.write(`npm run bench -- <name> [options] [--json]\n\n${rows.join('\n')}\n`);
  process.exit(name === '--list' ? 0 : 2);
}
if (options.includes('--help') || options.includes('-h')) {
  process.exit(explain(bench));
}

const started = Date.now();
const fields = await runBench(bench.command, options);
const result = {
  bench: name,
  ...fields,
  seconds: round((Date.now() - started) / 1000),
  machine: machine(fields),
  seed: fields.seed ?? 7,
  commit: commit(),
};
process.stdout.write(options.includes('--json') ? `${JSON.stringify(result)}\n` : table(result));

/** Programs in Python explain themselves; of one in TypeScript its own description tells what it takes. */
function explain({ command: [program = '', file = ''], about }: Bench): number {
  if (file.endsWith('.py')) return spawnSync(program, [file, '--help'], { stdio: 'inherit' }).status ?? 1;
  const [, comment] = /\/\*\*([\s\S]*?)\*\//.exec(readFileSync(file, 'utf8')) ?? [];
  process.stdout.write(`${(comment ?? about).replace(/^ \* ?/gm, '').trim()}\n`);
  return 0;
}

function runBench([program = '', ...args]: readonly string[], extra: readonly string[]): Promise<Fields> {
  return new Promise((resolve) => {
    // As the containers train: what waits does not spin, which would be counted as its time.
    const env = { OMP_WAIT_POLICY: 'PASSIVE', ...process.env };
    const child = spawn(program, [...args, ...extra], { stdio: ['ignore', 'pipe', 'inherit'], env });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk;
    });
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
    child.on('close', (code) => {
      const last = output.trim().split('\n').at(-1) ?? '';
      const parsed = last.startsWith('{') ? Fields.safeParse(JSON.parse(last)) : undefined;
      if (code === 0 && parsed?.success) return resolve(parsed.data);
      process.stderr.write(
        `\nThe bench '${name}' ended with ${code} and printed no figures; what went wrong stands above.\n`,
      );
      process.exit(code || 1);
    });
  });
}

function machine(fields: Fields) {
  const gib = Math.round(totalmem() / 2 ** 30);
  const given = z.looseObject({ accelerator: z.string() }).safeParse(fields.machine);
  return { cores: cpus().length, memory_gib: gib, accelerator: given.success ? given.data.accelerator : null };
}

function commit(): string {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return 'unknown'; // a copy without its history still measures
  }
}

/** One line a figure; peers and other nested figures become indented lines below their name. */
function table(value: unknown, indent = ''): string {
  const row = (key: string, cell: unknown): string =>
    cell !== null && typeof cell === 'object'
      ? `${indent}${key}\n${table(cell, `${indent}  `)}`
      : `${indent}${key.padEnd(Math.max(1, 30 - indent.length))} ${typeof cell === 'number' ? round(cell) : String(cell)}\n`;
  return Object.entries(Object(value))
    .map(([key, cell]) => row(key, cell))
    .join('');
}

function round(value: number): number {
  return Number(value.toPrecision(6));
}
