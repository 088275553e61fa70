import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LocalSettings } from '../settings.ts';

/** Does a piece of work once in the life of a state folder, however often the laptop's cloud is started. */
export async function once(
  { PERENNIAL_STATE_DIR }: Pick<LocalSettings, 'PERENNIAL_STATE_DIR'>,
  name: string,
  work: () => Promise<void>,
): Promise<void> {
  const kept = join(PERENNIAL_STATE_DIR, `${name}.json`);
  if (existsSync(kept)) return;
  await work();
  writeFileSync(kept, JSON.stringify({ doneAt: new Date().toISOString() }));
}
