import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Laptop, startLaptop } from './laptop.ts';
import { LocalSettings } from './settings.ts';

export interface TemporaryLaptop extends Laptop {
  /** Stops the cloud and forgets everything it knew. */
  dispose(): Promise<void>;
}

/** A platform of its own on free ports and an empty state folder, for tests and benches. */
export async function startTemporaryLaptop(
  onProgress: (line: string) => void,
  environment: Record<string, string> = {},
): Promise<TemporaryLaptop> {
  const folder = mkdtempSync(join(tmpdir(), 'perennial-'));
  const [publicPort, emulatorPort, sagemakerPort] = await freePorts(3);
  const settings = LocalSettings.parse({
    PERENNIAL_PORT: publicPort,
    PERENNIAL_EMULATOR_PORT: emulatorPort,
    PERENNIAL_SAGEMAKER_PORT: sagemakerPort,
    PERENNIAL_STATE_DIR: folder,
  });
  const laptop = await startLaptop({ settings, onProgress, environment });
  const dispose = async () => {
    await laptop.cloud.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  return { ...laptop, dispose };
}

/** All are held until the last is found, so that no two are the same. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from(
      { length: count },
      () =>
        new Promise<ReturnType<typeof createServer>>((resolve) => {
          const server = createServer().listen(0, '127.0.0.1', () => resolve(server));
        }),
    ),
  );
  const ports = servers.map((server) => {
    const address = server.address();
    return address && typeof address === 'object' ? address.port : 0;
  });
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}
