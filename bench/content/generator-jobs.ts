import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import type { CatalogueRow } from '../../core/items/contract.ts';

const PYTHON = '.venvs/ml/bin/python';
const START_SECONDS = 180;

const Metrics = z.looseObject({ training_seconds: z.number(), parameters: z.number().optional() });
const Evaluation = z.looseObject({
  rows: z.int(),
  candidates: z.array(z.looseObject({ candidate: z.string(), log_loss: z.number() })),
  baselines: z.array(z.looseObject({ name: z.string(), log_loss: z.number() })),
});

export interface TrainedGenerator {
  readonly folder: string;
  readonly metrics: z.infer<typeof Metrics>;
  readonly evaluation: z.infer<typeof Evaluation>;
}

/** The workflow's own jobs, each a process below a root of its own: snapshot, train, score, evaluate. */
export async function trainGenerator(
  folder: string,
  catalogue: readonly CatalogueRow[],
  hyperparameters: Readonly<Record<string, string>>,
  seed: number,
): Promise<TrainedGenerator> {
  const root = (job: string) => join(folder, job);
  write(
    join(root('snapshot'), 'processing/input/items/items.jsonl'),
    catalogue.map((row) => JSON.stringify(row)).join('\n'),
  );
  await run('generator.snapshot', root('snapshot'), [
    '--shop',
    'bench',
    '--until',
    '2026-12-31',
    '--seed',
    String(seed),
  ]);
  const made = join(root('snapshot'), 'processing/output');
  for (const channel of ['train', 'validation', 'test', 'serving']) {
    cpSync(join(made, channel), join(root('train'), 'input/data', channel), { recursive: true });
  }
  write(join(root('train'), 'input/config/hyperparameters.json'), JSON.stringify(hyperparameters));
  await run('generator.train', root('train'));
  cpSync(join(root('train'), 'model'), join(root('score'), 'processing/input/model'), { recursive: true });
  cpSync(join(made, 'test'), join(root('score'), 'processing/input/rows'), { recursive: true });
  await run('generator.score', root('score'));
  cpSync(join(root('score'), 'processing/output/scores'), join(root('evaluate'), 'processing/input/scores/compact'), {
    recursive: true,
  });
  await run('generator.evaluate', root('evaluate'), ['--seed', String(seed)]);
  return trainedGenerator(folder);
}

/** What those jobs left in their folder. */
export function trainedGenerator(folder: string): TrainedGenerator {
  const root = (job: string) => join(folder, job);
  return {
    folder: root('train'),
    metrics: Metrics.parse(json(join(root('train'), 'model/metrics.json'))),
    evaluation: Evaluation.parse(json(join(root('evaluate'), 'processing/output/evaluation/evaluation.json'))),
  };
}

/** The serving container on a free port. */
export async function serveGenerator(folder: string): Promise<{ url: string; stop: () => void }> {
  const port = await freePort();
  const child = spawn(PYTHON, ['-m', 'generator.serve'], {
    env: { ...process.env, ML_ROOT: folder, SAGEMAKER_BIND_TO_PORT: String(port) },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const url = `http://127.0.0.1:${port}`;
  for (let waited = 0; waited < START_SECONDS * 5; waited++) {
    if (child.exitCode !== null) throw new Error('The serving container ended; what went wrong stands above');
    const answer = await fetch(`${url}/ping`).catch(() => undefined);
    if (answer?.ok) return { url: `${url}/v1`, stop: () => void child.kill() };
    await sleep(200);
  }
  child.kill();
  throw new Error(`The serving container did not answer within ${START_SECONDS} seconds`);
}

function run(module: string, root: string, args: readonly string[] = []): Promise<void> {
  process.stderr.write(`${module}\n`);
  const child: ChildProcess = spawn(PYTHON, ['-m', module, ...args], {
    env: { ...process.env, ML_ROOT: root },
    stdio: ['ignore', process.stderr, 'inherit'],
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => (code === 0 ? resolve() : reject(new Error(`${module} ended with ${code}`))));
  });
}

function write(file: string, text: string): void {
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, text);
}

const json = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'));

const freePort = () =>
  new Promise<number>((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(address && typeof address === 'object' ? address.port : 0));
    });
  });
