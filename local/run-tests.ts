/**
 * `npm test`: every suite in two lanes (two cores), then those that need the laptop's cloud. The last line counts all
 * runners together. `npm test -- unit containers` runs the named suites only.
 */
import { spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import * as z from 'zod';
import { findChromium } from './chromium.ts';
import { startTestShop } from './test-shop.ts';

interface Suite {
  readonly name: string;
  readonly command: readonly string[];
  readonly report: string;
  readonly count: (report: string) => Counts;
  readonly env?: Readonly<Record<string, string>>;
}

interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** The names of those that passed at their second try. */
  readonly retried?: readonly string[];
}

const reports = '.perennial/test-reports';

const jest = (project: string, ...flags: string[]): Suite => ({
  name: project,
  command: [
    process.execPath,
    '--disable-warning=ExperimentalWarning',
    'node_modules/.bin/jest',
    '--selectProjects',
    project,
    '--ci',
    '--json',
    `--outputFile=${reports}/${project}.json`,
    ...flags,
  ],
  report: `${reports}/${project}.json`,
  count: countJest,
});

const pytest = (name: string, python: string, folder: string, env: Record<string, string> = {}): Suite => ({
  name,
  command: [python, '-m', 'pytest', folder, '-q', '--import-mode=importlib', `--junitxml=${reports}/${name}.xml`],
  report: `${reports}/${name}.xml`,
  count: countPytest,
  env: { OMP_NUM_THREADS: '1', ...env },
});

const LANES: readonly (readonly Suite[])[] = [
  [jest('unit', '--maxWorkers=1'), jest('infra', '--maxWorkers=1')],
  [
    pytest('containers', '.venvs/ml/bin/python', 'test/model-containers'),
    pytest('local', '.venvs/cloud/bin/python', 'test/local'),
  ],
];
const ON_THE_CLOUD: readonly Suite[] = [jest('integration', '--runInBand'), jest('e2e', '--runInBand')];

mkdirSync(reports, { recursive: true });
const wanted = new Set(process.argv.slice(2));
const isWanted = (suite: Suite) => !wanted.size || wanted.has(suite.name);
// The browser suite needs a browser; finding (or installing) it first makes its absence the first thing one reads.
if (!wanted.size || wanted.has('e2e')) process.env.PERENNIAL_CHROMIUM = findChromium();

const totals: Counts[] = [];
const runAll = async (suites: readonly Suite[]) => {
  for (const suite of suites.filter(isWanted)) totals.push(await runSuite(suite));
};
await Promise.all(LANES.map(runAll));
if (ON_THE_CLOUD.some(isWanted)) await runOnTheCloud();

const sum = (key: 'passed' | 'failed' | 'skipped') => totals.reduce((total, counts) => total + counts[key], 0);
process.stdout.write(
  `${sum('passed')} passed, ${sum('failed')} failed${sum('skipped') ? `, ${sum('skipped')} skipped` : ''}\n`,
);
process.exit(sum('failed') || !sum('passed') ? 1 : 0);

/** The suites that go through HTTP share one platform. Where it does not come up, that is one failure, told as such. */
async function runOnTheCloud(): Promise<void> {
  process.stdout.write('▸ a platform for the suites that go through HTTP …\n');
  const shop = await startTestShop((line) => process.stdout.write(`    ${line}\n`)).catch((error: unknown) => {
    process.stdout.write(`✗ the platform did not come up: ${error instanceof Error ? error.stack : String(error)}\n`);
    totals.push({ passed: 0, failed: 1, skipped: 0 });
  });
  if (!shop) return;
  try {
    Object.assign(process.env, shop.environment);
    await runAll(ON_THE_CLOUD);
    tellDenied(await shop.denied());
  } finally {
    // Beside the reports, for what a test that passed at the second try ran into at the first.
    copyFileSync(`${shop.environment.PERENNIAL_STATE_DIR}/cloud.log`, `${reports}/cloud.log`);
    await shop.dispose();
  }
}

/** The suites run under the roles that a deployment gives: what any of them was refused would fail on AWS. */
function tellDenied(denied: readonly string[]): void {
  for (const line of denied) process.stdout.write(`    ${line}\n`);
  process.stdout.write(`${denied.length ? '✗' : '✓'} roles: ${denied.length} grants missing\n`);
  totals.push({ passed: denied.length ? 0 : 1, failed: denied.length, skipped: 0 });
}

/** A suite that ends badly without a failed test (it could not even start) counts as one failure. */
async function runSuite(suite: Suite): Promise<Counts> {
  const started = Date.now();
  process.stdout.write(`▸ ${suite.name} …\n`);
  rmSync(suite.report, { force: true });
  const { code, output } = await run(suite);
  const counts = existsSync(suite.report)
    ? suite.count(readFileSync(suite.report, 'utf8'))
    : { passed: 0, failed: 0, skipped: 0 };
  const honest = code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
  const seconds = Math.round((Date.now() - started) / 1000);
  if (honest.failed || honest.retried?.length) process.stdout.write(`${output}\n`);
  writeFileSync(`${reports}/${suite.name}.log`, output);
  for (const name of honest.retried ?? []) process.stdout.write(`    passed at the second try: ${name}\n`);
  process.stdout.write(
    `${honest.failed ? '✗' : '✓'} ${suite.name}: ${honest.passed} passed, ${honest.failed} failed (${seconds} s)\n`,
  );
  return honest;
}

function run({ command: [program = '', ...args], env }: Suite): Promise<{ code: number; output: string }> {
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } });
    let output = '';
    const keep = (chunk: Buffer) => {
      output += chunk;
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

function countJest(report: string): Counts {
  const Assertion = z.object({ fullName: z.string(), status: z.string(), invocations: z.number().optional() });
  const Report = z.object({
    numPassedTests: z.number(),
    numFailedTests: z.number(),
    numPendingTests: z.number(),
    numRuntimeErrorTestSuites: z.number(),
    testResults: z.array(z.object({ assertionResults: z.array(Assertion) })),
  });
  const parsed = Report.parse(JSON.parse(report));
  const tests = parsed.testResults.flatMap(({ assertionResults }) => assertionResults);
  return {
    passed: parsed.numPassedTests,
    failed: parsed.numFailedTests + parsed.numRuntimeErrorTestSuites,
    skipped: parsed.numPendingTests,
    retried: tests
      .filter(({ status, invocations = 1 }) => status === 'passed' && invocations > 1)
      .map(({ fullName }) => fullName),
  };
}

function countPytest(report: string): Counts {
  const attribute = (name: string) => Number(report.match(new RegExp(`<testsuite [^>]*\\b${name}="(\\d+)"`))?.[1] ?? 0);
  const failed = attribute('failures') + attribute('errors');
  return { passed: attribute('tests') - failed - attribute('skipped'), failed, skipped: attribute('skipped') };
}
