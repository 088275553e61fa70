import { setTimeout as sleep } from 'node:timers/promises';
import { CustomerPage } from '../../core/customers/contract.ts';
import { Recommendations } from '../../core/recommendations/contract.ts';
import type { ApiClient } from '../api-client.ts';

const PATIENCE_MS = 20 * 60_000;

/** Some customer of the shop whose events were seen, and who is not left alone for the comparison. */
export async function someCustomer(server: ApiClient): Promise<string> {
  const { data } = CustomerPage.parse(await server.get('/customers?limit=25'));
  for (const { customerId } of data) {
    if (customerId && (await readSlate(server, customerId)).experimentArm === 'treated') return customerId;
  }
  throw new Error('The shop has no customer yet who may be shown what a model says');
}

export const slatePath = (customerId: string) =>
  `/recommendations?customerId=${encodeURIComponent(customerId)}&surface=home&k=5`;

export async function readSlate(server: ApiClient, customerId: string): Promise<Recommendations> {
  return Recommendations.parse(await server.get(slatePath(customerId)));
}

/** Asks until a slate holds items, which is when the first run has published its candidate lists. */
export async function awaitFirstSlate(
  server: ApiClient,
  customerId: string,
  signal: AbortSignal,
): Promise<Recommendations> {
  const started = Date.now();
  for (;;) {
    const slate = await readSlate(server, customerId);
    if (slate.items.length) return slate;
    if (signal.aborted || Date.now() - started > PATIENCE_MS)
      throw new Error('No recommendations came: the run published no candidate lists');
    await sleep(500);
  }
}
