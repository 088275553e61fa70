import { compileFilter, type Filter } from '../filter/compile-filter.ts';
import type { Expression } from '../filter/grammar.ts';
import { readFilter } from '../filter-text.ts';
import type { Boost, DiversityCap, Promotion, RecipeDraft } from '../recipe.ts';

export interface CompiledPromotion extends Promotion {
  readonly matches: Filter;
  /** Its filter as it reads, where it has one. */
  readonly asked?: Expression;
}

export interface CompiledBoost extends Boost {
  readonly matches: Filter;
}

/** A recipe's rules, ready to be asked of hundreds of items. */
export interface CompiledRules {
  readonly filters: readonly Filter[];
  /** The same filters as they read, by which what meets them is looked for. */
  readonly asked: readonly Expression[];
  readonly promotions: readonly CompiledPromotion[];
  readonly boosts: readonly CompiledBoost[];
  readonly diversity: readonly DiversityCap[];
}

export const noRules: CompiledRules = { filters: [], asked: [], promotions: [], boosts: [], diversity: [] };

export type RuleParts = Pick<RecipeDraft, 'filter' | 'promotions' | 'boosts' | 'diversity'>;

/** `extraFilter` is the request's own; both must hold. Promotions that have not begun or have ended are left out. */
export function compileRules(rules: RuleParts, now: Date, extraFilter?: string): CompiledRules {
  const asked = [rules.filter, extraFilter].flatMap((text) => (text === undefined ? [] : [readFilter(text)]));
  return {
    filters: asked.map(compileFilter),
    asked,
    promotions: rules.promotions.filter((one) => isRunning(one, now)).map(compilePromotion),
    boosts: rules.boosts.map((boost) => ({ ...boost, matches: compileFilter(readFilter(boost.filter)) })),
    diversity: rules.diversity,
  };
}

/** From its start on, and up to its end, which does not belong to it. */
export function isRunning({ startsAt, endsAt }: Pick<Promotion, 'startsAt' | 'endsAt'>, now: Date): boolean {
  const at = now.getTime();
  return (startsAt === undefined || Date.parse(startsAt) <= at) && (endsAt === undefined || at < Date.parse(endsAt));
}

function compilePromotion(promotion: Promotion): CompiledPromotion {
  const named = new Set(promotion.itemIds);
  const asked = promotion.filter === undefined ? undefined : readFilter(promotion.filter);
  const found = asked ? compileFilter(asked) : () => false;
  return {
    ...promotion,
    matches: (scope) => named.has(String(scope.item.itemId)) || found(scope),
    ...(asked ? { asked } : {}),
  };
}
