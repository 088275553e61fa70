import { CustomerView } from '../../core/customers/contract.ts';
import { ModelView } from '../../core/models/contract.ts';
import type { ApiClient } from '../api-client.ts';
import { putBack, takeAway } from '../endpoints.ts';
import { readSlate } from './first-slate.ts';

/** Policies that answer without the champion. */
const FALLBACKS = new Set(['co-visitation', 'popular', 'popular-alike', 'holdout-popular']);

/**
 * Takes the champion's endpoint away, asks again and puts it back: a slate must come all the same, from a policy that
 * names itself as a fallback, without anything that the customer has bought or has in the basket.
 */
export async function checkFallback(server: ApiClient, customerId: string): Promise<boolean> {
  const { champion } = ModelView.parse(await server.get('/models/purchase'));
  const endpoints = champion.map(({ endpointName }) => endpointName);
  await Promise.all(endpoints.map(takeAway));
  try {
    return await isServedWithout(server, customerId);
  } finally {
    await Promise.all(endpoints.map(putBack));
  }
}

async function isServedWithout(server: ApiClient, customerId: string): Promise<boolean> {
  const [slate, customer] = await Promise.all([
    readSlate(server, customerId),
    server.get(`/customers/${encodeURIComponent(customerId)}`).then((answer) => CustomerView.parse(answer)),
  ]);
  const excluded = new Set([...customer.purchased, ...customer.basket]);
  return (
    FALLBACKS.has(slate.policy) && slate.items.length > 0 && !slate.items.some(({ itemId }) => excluded.has(itemId))
  );
}
