import type { ShopId } from '../platform/contract.ts';
import { emptyState, joinAll, type OnlineState } from './online-state.ts';
import type { StateRepository } from './state-repository.ts';

/** Pseudonyms of whom a request names: the known customer, the browser, or both. */
export interface Named {
  readonly customer?: string | undefined;
  readonly browser?: string | undefined;
}

export interface CustomerState {
  /** The one name of this person: the customer's, where a browser has been linked, else the browser's. */
  readonly subject: string;
  readonly isKnown: boolean;
  readonly browsers: readonly string[];
  /** Every name this person has been met by, also on browsers that are another's by now: what an arm is decided over. */
  readonly names: readonly string[];
  /**
   * The name that an A/B test draws this person by, the same before a sign-in and after: the one that it first drew by, else the
   * one that they were first met by.
   */
  readonly metAs: string;
  /** Whether a draw by that name is kept, so that nothing which is told later changes it; a browser has no other name. */
  readonly isDrawn: boolean;
  readonly state: OnlineState;
}

/**
 * Everything known of a person at a request. What a browser did before its owner signed in is joined here, at the
 * read, so that signing in moves no data. A browser that now belongs to somebody else adds nothing.
 */
export async function readCustomerState(
  shop: ShopId,
  named: Named,
  states: Pick<StateRepository, 'get'>,
): Promise<CustomerState> {
  const known = await states.get(shop, [named.customer, named.browser].filter(isNamed));
  const customer = named.customer ?? ownerOf(named.browser, known);
  if (!customer) {
    const subject = named.browser ?? '';
    const state = known.get(subject) ?? emptyState;
    return { subject, isKnown: false, browsers: [], names: [subject], metAs: subject, isDrawn: false, state };
  }
  await load([customer]);
  const linked = Object.keys(known.get(customer)?.browsers ?? {});
  await load(linked);
  const browsers = [...known.keys()].filter((pseudonym) => pseudonym !== customer && belongs(pseudonym));
  const parts = [customer, ...browsers].flatMap((pseudonym) => known.get(pseudonym) ?? []);
  const names = [...new Set([customer, ...linked, ...[named.browser].filter(isNamed)])];
  // A sign-in may be asked about before its event is here, also of somebody whom an import told of.
  const { drawn, first } = known.get(customer)?.metAs ?? {};
  const metAs = drawn?.name ?? first?.name ?? named.browser ?? customer;
  return { subject: customer, isKnown: true, browsers, names, metAs, isDrawn: !!drawn, state: joinAll(parts) };

  async function load(pseudonyms: readonly string[]) {
    const missing = pseudonyms.filter((pseudonym) => !known.has(pseudonym));
    if (!missing.length) return;
    for (const [pseudonym, state] of await states.get(shop, missing)) known.set(pseudonym, state);
  }

  /** The browser of this very request is theirs unless it is known to be another's. */
  function belongs(pseudonym: string) {
    const owner = ownerOf(pseudonym, known);
    return owner === customer || (owner === undefined && pseudonym === named.browser);
  }
}

function ownerOf(browser: string | undefined, states: ReadonlyMap<string, OnlineState>): string | undefined {
  return browser === undefined ? undefined : states.get(browser)?.owner.owner?.customer;
}

const isNamed = (pseudonym: string | undefined): pseudonym is string => pseudonym !== undefined;
