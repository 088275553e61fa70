import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { saveState } from '../saved-state.ts';
import { addressesOf, type LocalSettings } from '../settings.ts';

/** Does a piece of work once in the life of a state folder, however often the laptop's cloud is started. */
export async function once(settings: LocalSettings, name: string, work: () => Promise<void>): Promise<void> {
  const kept = join(settings.PERENNIAL_STATE_DIR, `${name}.json`);
  if (existsSync(kept)) return;
  await work();
  await saveState(addressesOf(settings).emulatorUrl);
  writeFileSync(kept, JSON.stringify({ doneAt: new Date().toISOString() }));
}
