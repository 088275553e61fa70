/** `npm run check`: format, lint, types, generated files up to date, dead code. Runs all and says which failed. */
import { spawnSync } from 'node:child_process';

const CHECKS: readonly { name: string; command: readonly string[]; fix: string }[] = [
  {
    name: 'Biome',
    command: ['node_modules/.bin/biome', 'check', '--error-on-warnings'],
    fix: 'npx biome check --write',
  },
  {
    name: 'TypeScript',
    command: ['node_modules/.bin/tsc', '--noEmit'],
    fix: 'read the first error; the rest often follow from it',
  },
  {
    name: 'ruff',
    command: ['.venvs/ml/bin/ruff', 'check', 'model-containers', 'local', 'bench', 'test'],
    fix: '.venvs/ml/bin/ruff check --fix',
  },
  {
    name: 'ruff format',
    command: ['.venvs/ml/bin/ruff', 'format', '--check', 'model-containers', 'local', 'bench', 'test'],
    fix: '.venvs/ml/bin/ruff format',
  },
  {
    name: 'generated files',
    command: [process.execPath, 'local/generate.ts', '--check'],
    fix: 'node local/generate.ts',
  },
  { name: 'dead code', command: ['node_modules/.bin/knip'], fix: 'delete what nothing uses' },
];

const failed = CHECKS.filter(({ name, command: [program = '', ...args], fix }) => {
  const result = spawnSync(program, args, { encoding: 'utf8' });
  const good = result.status === 0;
  process.stdout.write(`${good ? '✓' : '✗'} ${name}\n`);
  if (!good) process.stdout.write(`${result.stdout}${result.stderr}\n  to mend: ${fix}\n`);
  return !good;
});
process.exit(failed.length ? 1 : 0);
