import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, openSync } from 'node:fs';
import { createInterface } from 'node:readline';
import * as z from 'zod';
import type { LocalSettings } from './settings.ts';

const Announcement = z.union([
  z.object({ ready: z.literal(true), resumed: z.array(z.string()) }),
  z.object({ error: z.string() }),
]);

export interface CloudProcess {
  /** Executions that a stop or a crash had cut short and that were started again. */
  readonly resumed: readonly string[];
  readonly process: ChildProcess;
  stop(): Promise<void>;
}

/** Starts the laptop's cloud and waits until it listens. Its log goes to `cloud.log` in the state folder. */
export async function startCloud(
  settings: LocalSettings,
  extra: Readonly<Record<string, string>> = {},
): Promise<CloudProcess> {
  mkdirSync(settings.PERENNIAL_STATE_DIR, { recursive: true });
  const log = openSync(`${settings.PERENNIAL_STATE_DIR}/cloud.log`, 'a');
  const child = spawn('.venvs/cloud/bin/python', ['-m', 'cloud'], {
    stdio: ['ignore', 'pipe', log],
    // A group of its own: Ctrl-C reaches the start program alone, which then stops the cloud in order.
    detached: true,
    env: { ...process.env, ...settingsEnvironment(settings), PYTHONPATH: 'local', ...extra },
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
  };
  const resumed = await announced(child, settings).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  return { resumed, process: child, stop };
}

const settingsEnvironment = (settings: LocalSettings) =>
  Object.fromEntries(Object.entries(settings).map(([key, value]) => [key, String(value)]));

function announced(child: ChildProcess, settings: LocalSettings): Promise<readonly string[]> {
  return new Promise((resolve, reject) => {
    const { stdout } = child;
    if (!stdout) throw new TypeError('the cloud needs a pipe for what it announces');
    child.once('close', (code) =>
      reject(new Error(`The laptop's cloud ended with ${code}; see ${settings.PERENNIAL_STATE_DIR}/cloud.log`)),
    );
    createInterface({ input: stdout }).on('line', (line) => {
      if (!line.startsWith('{')) return;
      const announcement = Announcement.parse(JSON.parse(line));
      if ('error' in announcement) reject(new Error(announcement.error));
      else resolve(announcement.resumed);
    });
  });
}
