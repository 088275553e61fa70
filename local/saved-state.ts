import * as z from 'zod';

const Saved = z.object({ saved: z.boolean() });

/**
 * Waits until all that the cloud knows is on disk. A note of ours about what it knows (it is deployed, it is filled) is
 * written after that and never before: a kill in between would leave a note that is ahead of the cloud.
 */
export async function saveState(emulatorUrl: string): Promise<void> {
  const answer = await fetch(`${emulatorUrl}/_perennial/save`, { method: 'PUT' });
  if (!Saved.parse(await answer.json()).saved) throw new Error("The laptop's cloud could not save what it knows");
}
