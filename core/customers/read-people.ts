import type { ShopId } from '../platform/contract.ts';
import type { OnlineState } from './online-state.ts';
import { type CustomerState, readCustomerState } from './read-customer-state.ts';
import type { StateRepository } from './state-repository.ts';

/** The states of many known customers, browsers joined in, for two reads in all and not for two each. */
export async function readPeople(
  shop: ShopId,
  customers: readonly string[],
  states: Pick<StateRepository, 'get'>,
): Promise<Map<string, CustomerState>> {
  const known = new Map(await states.get(shop, customers));
  const browsers = new Set([...known.values()].flatMap((state) => Object.keys(state.browsers)));
  if (browsers.size) for (const [one, state] of await states.get(shop, [...browsers])) known.set(one, state);
  const held = {
    get: async (_shop: ShopId, asked: readonly string[]) =>
      new Map(
        asked.flatMap((one): [string, OnlineState][] => {
          const state = known.get(one);
          return state ? [[one, state]] : [];
        }),
      ),
  };
  const people = customers.map(
    async (customer) => [customer, await readCustomerState(shop, { customer }, held)] as const,
  );
  return new Map(await Promise.all(people));
}
