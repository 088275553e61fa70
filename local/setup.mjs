/**
 * The one thing that runs before anything is installed: plain JavaScript for any Node ≥ 20.
 * It installs what the lockfiles say (Node packages, the Node that Lambda runs, uv, two Python environments),
 * each only when its lockfile changed, and hands over to the verb's program on Node 24.
 */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const venvs = join(root, '.venvs');
/** The Node that Lambda runs, and the packages' programs; there once Node's packages are installed. */
const NODE = join(root, 'node_modules', '.bin', 'node');
const NODE_OPTIONS = ['--disable-warning=ExperimentalWarning'];
const PATH_OF_PACKAGES = `${join(root, 'node_modules', '.bin')}:${process.env.PATH}`;
const UV_VERSION = '0.13.9';

/** Verb → program and its first arguments, run by Node 24 from the repository root. */
const VERBS = {
  start: ['local/start.ts'],
  test: ['local/run-tests.ts'],
  check: ['local/check.ts'],
  bench: ['bench/run.ts'],
  import: ['local/import.ts'],
  synth: ['local/cdk.ts', 'synth', '--quiet', '--all'],
  deploy: ['infra/deploy.ts'],
  doctor: ['local/doctor.ts'],
};

const say = (line) => process.stderr.write(`${line}\n`);
const fail = (message, fix) => {
  say(`\n✗ ${message}\n  ${fix}`);
  process.exit(1);
};

/** A lockfile is installed when the stamp beside it holds the lockfile's digest. */
async function once(name, inputs, install) {
  const digest = createHash('sha256');
  for (const input of inputs) digest.update(readFileSync(join(root, input)));
  const stamp = join(venvs, `.${name}.stamp`);
  const wanted = digest.digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  const started = Date.now();
  say(`  ${name}: installing …`);
  await install();
  mkdirSync(venvs, { recursive: true });
  writeFileSync(stamp, wanted);
  say(`  ${name}: installed in ${Math.round((Date.now() - started) / 1000)} s`);
}

/** Runs a command with its output kept, and shows that output only when the command fails. */
function run(command, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], ...options });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.on('error', (error) => fail(`${command} could not be started: ${error.message}`, 'Is it installed?'));
    child.on('close', (code) => {
      if (code === 0) return resolve(output);
      fail(
        `${command} ${args.join(' ')} ended with ${code}`,
        `${output.trim().split('\n').slice(-15).join('\n  ')}\n  Mend that, then run the same command again: what is installed already is kept.`,
      );
    });
  });
}

function findPython() {
  const names = [
    process.env.PERENNIAL_PYTHON,
    'python3',
    'python3.14',
    'python3.13',
    'python3.12',
    'python3.11',
    'python',
  ];
  for (const name of names.filter(Boolean)) {
    const answer = spawnSync(name, ['-c', 'import sys; print(sys.version_info >= (3, 11))'], { encoding: 'utf8' });
    if (answer.stdout?.trim() === 'True') return name;
  }
  return fail(
    'Python 3.11 or newer was not found',
    'Install it, or name it: PERENNIAL_PYTHON=/path/to/python3 npm start',
  );
}

const pythonOf = (name) => join(venvs, name, 'bin', 'python');

async function installUv(python) {
  rmSync(join(venvs, 'tools'), { recursive: true, force: true });
  const made = spawnSync(python, ['-m', 'venv', join(venvs, 'tools')], { cwd: root, encoding: 'utf8' });
  if (made.status !== 0) {
    fail('python could not make a virtual environment', 'On Debian and Ubuntu: apt-get install python3-venv');
  }
  await run(pythonOf('tools'), ['-m', 'pip', 'install', '--quiet', `uv==${UV_VERSION}`]);
}

async function installPython(name, lock, python) {
  const uv = join(venvs, 'tools', 'bin', 'uv');
  if (!existsSync(pythonOf(name))) await run(uv, ['venv', '--quiet', '--python', python, join(venvs, name)]);
  await run(uv, ['pip', 'sync', '--quiet', '--require-hashes', '--python', pythonOf(name), lock]);
}

/** The containers' packages are found where they lie, so that an edit needs no reinstall. */
function linkContainers() {
  const packages = readdirSync(join(root, 'model-containers'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(root, 'model-containers', entry.name, 'src')))
    .map((entry) => join(root, 'model-containers', entry.name, 'src'));
  const lib = join(venvs, 'ml', 'lib');
  for (const version of readdirSync(lib)) {
    writeFileSync(join(lib, version, 'site-packages', 'perennial.pth'), `${packages.join('\n')}\n`);
  }
}

/** What the first start would spend its first half minute on. */
const prepareTemplates = () =>
  run(NODE, [...NODE_OPTIONS, 'local/prepared-deployment.ts'], {
    env: { ...process.env, PATH: PATH_OF_PACKAGES },
  });

// Whoever forbids Python to keep what it compiles means their own programs; here each job would compile anew.
const runPython = (name, args, path = '') =>
  run(pythonOf(name), args, { env: { ...process.env, PYTHONDONTWRITEBYTECODE: '', PYTHONPATH: path } });

/**
 * Python compiles what is first loaded, and the chat's encoder is exported at its first start, which would cost the first
 * run half a minute: done once here.
 */
async function warmUp() {
  const jobs = 'features.process, features.evaluate, insights.train, text.train, text.serve';
  await Promise.all([runPython('cloud', ['-m', 'cloud.warm_up'], 'local'), runPython('ml', ['-c', `import ${jobs}`])]);
  await runPython('ml', ['-c', 'from text.embeddings.serve import open_encoder; open_encoder()']);
}

const recommender = 'model-containers/recommender/src/recommender';

/** Files of what numba compiles, of this folder from the root. */
const kernelsIn = (folder) =>
  readdirSync(join(root, folder))
    .filter((name) => name.endsWith('.py') && readFileSync(join(root, folder, name), 'utf8').includes('njit'))
    .map((name) => join(folder, name));

/** numba keeps what it compiled, and does not notice that a function of another file that it calls is another now. */
async function compileKernels() {
  const kept = join(root, recommender, '__pycache__');
  for (const name of existsSync(kept) ? readdirSync(kept) : []) if (/\.nb[ci]$/.test(name)) rmSync(join(kept, name));
  await runPython('ml', ['-m', 'recommender.warm_up']);
}

async function setUp() {
  const [major = 0] = process.versions.node.split('.').map(Number);
  if (major < 20) fail(`Node ${process.versions.node} is too old`, 'Install Node 20 or newer.');
  const python = findPython();
  const nodePackages = (async () => {
    await once('node', ['package-lock.json'], () => run('npm', ['ci', '--no-progress', '--loglevel=error']));
    await once('templates', ['package-lock.json'], prepareTemplates);
  })();
  const pythonPackages = (async () => {
    await once('uv', ['local/setup.mjs'], () => installUv(python));
    const cloud = once('cloud', ['local/cloud/requirements.lock'], () =>
      installPython('cloud', 'local/cloud/requirements.lock', python),
    );
    const ml = once('ml', ['model-containers/requirements.lock'], () =>
      installPython('ml', 'model-containers/requirements.lock', python),
    );
    await Promise.all([cloud, ml]);
    linkContainers();
    const warmed = ['local/setup.mjs', 'local/cloud/requirements.lock', 'model-containers/requirements.lock'];
    await once('bytecode', warmed, warmUp);
    await once('kernels', ['model-containers/requirements.lock', ...kernelsIn(recommender)], compileKernels);
  })();
  await Promise.all([nodePackages, pythonPackages]);
}

const [verb = '', ...args] = process.argv.slice(2);
if (!(verb in VERBS)) fail(`'${verb}' is not something this project does`, `Verbs: ${Object.keys(VERBS).join(', ')}`);
await setUp();

const child = spawn(NODE, [...NODE_OPTIONS, ...VERBS[verb], ...args], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, PATH: PATH_OF_PACKAGES },
});
// Ctrl-C reaches the child through the terminal; a signal sent to this process alone is handed on.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('close', (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
