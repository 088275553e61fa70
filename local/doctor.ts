/** `npm run doctor`: says what is missing on this machine and how to mend it. */
import { spawnSync } from 'node:child_process';
import { existsSync, statfsSync } from 'node:fs';
import { createServer } from 'node:net';
import { freemem } from 'node:os';
import { findChromium } from './chromium.ts';
import { LocalSettings } from './settings.ts';

interface Finding {
  readonly name: string;
  readonly good: boolean;
  readonly detail: string;
  readonly fix: string;
}

const settings = LocalSettings.parse(process.env);
const findings: Finding[] = [
  nodeVersion(),
  python('cloud', 'ministack'),
  python('ml', 'torch, transformers, onnxruntime, lightgbm'),
  memory(),
  disk(),
  browser(),
];
for (const key of ['PERENNIAL_PORT', 'PERENNIAL_EMULATOR_PORT', 'PERENNIAL_SAGEMAKER_PORT'] as const)
  findings.push(await port(key, settings[key]));

for (const { name, good, detail, fix } of findings) {
  process.stdout.write(`${good ? '✓' : '✗'} ${name}: ${detail}${good ? '' : `\n    ${fix}`}\n`);
}
process.exit(findings.every(({ good }) => good) ? 0 : 1);

function nodeVersion(): Finding {
  const good = process.versions.node.startsWith('24.');
  return {
    name: 'Node for programs and Lambdas',
    good,
    detail: process.versions.node,
    fix: 'Remove node_modules and run the command again.',
  };
}

function python(name: string, modules: string): Finding {
  const program = `.venvs/${name}/bin/python`;
  const result = existsSync(program)
    ? spawnSync(program, [
        '-c',
        `import importlib.util as u, sys; sys.exit(any(u.find_spec(m.strip()) is None for m in ${JSON.stringify(modules)}.split(",")))`,
      ])
    : { status: 1 };
  return {
    name: `Python environment ${name}`,
    good: result.status === 0,
    detail: modules,
    fix: `Remove .venvs/${name} and .venvs/.${name}.stamp and run the command again.`,
  };
}

function memory(): Finding {
  const gib = freemem() / 2 ** 30;
  return {
    name: 'Memory',
    good: gib > 3,
    detail: `${gib.toFixed(1)} GiB free`,
    fix: 'Training and the emulator need about 3 GiB; close something.',
  };
}

function disk(): Finding {
  const { bavail, bsize } = statfsSync('.');
  const gib = (bavail * bsize) / 2 ** 30;
  return {
    name: 'Disk',
    good: gib > 3,
    detail: `${gib.toFixed(0)} GiB free`,
    fix: 'Free at least 3 GiB; `npm start -- --reset` clears .perennial.',
  };
}

function browser(): Finding {
  try {
    return { name: 'Chromium (browser tests only)', good: true, detail: findChromium(), fix: '' };
  } catch (error) {
    return {
      name: 'Chromium (browser tests only)',
      good: false,
      detail: 'not found',
      fix: error instanceof Error ? error.message : String(error),
    };
  }
}

function port(key: string, number: number): Promise<Finding> {
  return new Promise((resolve) => {
    const server = createServer();
    const answer = (good: boolean) =>
      resolve({
        name: `Port ${number}`,
        good,
        detail: good ? 'free' : 'in use',
        fix: `Is a start already running? Else: ${key}=<another port> npm start`,
      });
    server.once('error', () => answer(false));
    server.listen(number, '127.0.0.1', () => server.close(() => answer(true)));
  });
}
