/**
 * `npm run bench -- first-run`: `npm start -- --once --json` on an empty state folder of its own, from the first second to
 * the first recommendation and to a champion. `--orders` and `--rows` go on to it.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import * as z from 'zod';
import { freePorts } from '../local/temporary-laptop.ts';

const Figures = z.looseObject({
  seconds_to_ready: z.number(),
  seconds_to_champion: z.number().nullable(),
  champion: z.string().nullable(),
  candidates: z.record(z.string(), z.object({ auc: z.number(), log_loss: z.number() })),
  recommendations: z.array(z.unknown()),
  fallback_ok: z.boolean(),
});

const { values } = parseArgs({
  options: { orders: { type: 'string' }, rows: { type: 'string' }, json: { type: 'boolean' } },
});
const passedOn = [
  ...(values.orders ? ['--orders', values.orders] : []),
  ...(values.rows ? ['--rows', values.rows] : []),
];
const folder = mkdtempSync(join(tmpdir(), 'first-run-'));
const [publicPort, emulatorPort, sagemakerPort] = await freePorts(3);
const child = spawn(process.execPath, ['local/setup.mjs', 'start', '--once', '--json', ...passedOn], {
  stdio: ['ignore', 'pipe', 'inherit'],
  env: {
    ...process.env,
    PERENNIAL_STATE_DIR: folder,
    PERENNIAL_PORT: String(publicPort),
    PERENNIAL_EMULATOR_PORT: String(emulatorPort),
    PERENNIAL_SAGEMAKER_PORT: String(sagemakerPort),
  },
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
const [output, exit_code] = await Promise.all([
  text(child.stdout),
  new Promise<number>((ended) => child.on('close', (code) => ended(code ?? 1))),
]);
rmSync(folder, { recursive: true, force: true });
const figures = Figures.parse(JSON.parse(output.trim().split('\n').at(-1) ?? ''));
const { recommendations, ...rest } = figures;
process.stdout.write(`${JSON.stringify({ ...rest, recommendations: recommendations.length, exit_code })}\n`);
