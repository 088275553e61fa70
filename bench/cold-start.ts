/**
 * `npm run bench -- cold-start`: what each function weighs as a bundle and how long a fresh Node takes to load it, with
 * the environment that the deployment gives it. Node's own start, which Lambda does before, is not in the figure.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import * as z from 'zod';
import { bundleOf, HANDLER_SUFFIX } from '../infra/bundling.ts';
import { PerennialApp } from '../infra/perennial-app.ts';
import { type DeployedFunction, functionsOf } from './cold-start/functions-of-template.ts';

/** Loads a bundle as Lambda's runtime does; prints the milliseconds that passed and those that a processor worked. */
const PROBE = `
  const started = process.hrtime.bigint();
  const before = process.cpuUsage();
  const { handler } = require(process.argv[1]);
  const passed = Number(process.hrtime.bigint() - started) / 1e6;
  const { user, system } = process.cpuUsage(before);
  if (typeof handler !== 'function') throw new Error('no handler');
  console.log(JSON.stringify({ passed, worked: (user + system) / 1e3 }));
  process.exit(0);
`;
const Loading = z.object({ passed: z.number(), worked: z.number() });
const LIMITS = { bundle_kb: 500, init_ms: 150 } as const;

const { values } = parseArgs({ options: { runs: { type: 'string', default: '7' }, json: { type: 'boolean' } } });
const runs = Number(values.runs);

const app = new PerennialApp({ context: { stage: 'dev', 'aws:cdk:bundling-stacks': [] } });
const folder = mkdtempSync(join(tmpdir(), 'cold-start-'));
try {
  const measured = functionsOf(app.synth()).map((deployed) => ({ ...deployed, ...measure(deployed) }));
  const onRequestPath = measured.filter(({ isOnRequestPath }) => isOnRequestPath);
  const over = onRequestPath.filter(
    ({ bundle_kb, init_ms }) => bundle_kb > LIMITS.bundle_kb || init_ms > LIMITS.init_ms,
  );
  const figures = {
    bundle_kb: Math.max(...onRequestPath.map(({ bundle_kb }) => bundle_kb)),
    init_ms: Math.max(...onRequestPath.map(({ init_ms }) => init_ms)),
    limits: LIMITS,
    over_on_request_paths: over.map(({ name }) => name),
    runs,
    functions: Object.fromEntries(
      measured.map(({ name, isOnRequestPath, bundle_kb, init_ms, init_ms_low, init_cpu_ms }) => [
        name,
        { bundle_kb, init_ms, init_ms_low, init_cpu_ms, request_path: isOnRequestPath },
      ]),
    ),
  };
  process.stdout.write(`${JSON.stringify(figures)}\n`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** `init_ms` is the median of the runs. On a busy machine the lowest run and the processor's time say more. */
function measure({ name, environment }: DeployedFunction) {
  const bundle = bundleOf(`functions/${name}${HANDLER_SUFFIX}`);
  const file = join(folder, `${name.replaceAll('/', '-')}.cjs`);
  writeFileSync(file, bundle);
  const env = { ...environment, AWS_REGION: 'us-east-1', AWS_LAMBDA_FUNCTION_NAME: name };
  const loadings = Array.from({ length: runs }, () =>
    Loading.parse(JSON.parse(execFileSync(process.execPath, ['-e', PROBE, file], { env, encoding: 'utf8' }))),
  );
  const passed = sorted(loadings.map((one) => one.passed));
  process.stderr.write(`  ${name}\n`);
  return {
    bundle_kb: round(bundle.byteLength / 1024),
    init_ms: median(passed),
    init_ms_low: round(passed[0] ?? Number.NaN),
    init_cpu_ms: median(sorted(loadings.map((one) => one.worked))),
  };
}

function sorted(figures: readonly number[]): number[] {
  return figures.toSorted((left, right) => left - right);
}

function median(figures: readonly number[]): number {
  return round(figures[Math.floor(figures.length / 2)] ?? Number.NaN);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
