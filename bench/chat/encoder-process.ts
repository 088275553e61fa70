import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import type { Encode } from './knowledge-file.ts';

const START_MS = 240_000;
const TEXTS_PER_CALL = 64;
const Vectors = z.object({ vectors: z.array(z.array(z.number())) });

/** The text container's encoder as it serves, on a free port of this machine. */
export async function startEncoder(): Promise<{ readonly encode: Encode; readonly stop: () => void }> {
  const port = await freePort();
  const child = spawn('.venvs/ml/bin/python', ['-m', 'text.embeddings.serve'], {
    env: { ...process.env, SAGEMAKER_BIND_TO_PORT: String(port), OMP_NUM_THREADS: '1' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  process.once('exit', () => child.kill());
  const address = `http://127.0.0.1:${port}`;
  const until = Date.now() + START_MS;
  for (;;) {
    const isUp = await fetch(`${address}/ping`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isUp) break;
    if (child.exitCode !== null || Date.now() > until) throw new Error('The encoder did not start; see above');
    await sleep(200);
  }
  const encodeSome: Encode = async (texts) => {
    const ask = () => fetch(`${address}/invocations`, { method: 'POST', body: JSON.stringify({ texts }) });
    // A connection that lay idle while sentences were weighed may have been closed at the other end.
    const answer = await ask().catch(ask);
    return Vectors.parse(await answer.json()).vectors;
  };
  return {
    stop: () => child.kill(),
    encode: async (texts) => {
      const vectors: number[][] = [];
      for (let at = 0; at < texts.length; at += TEXTS_PER_CALL) {
        vectors.push(...(await encodeSome(texts.slice(at, at + TEXTS_PER_CALL))));
      }
      return vectors;
    },
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}
