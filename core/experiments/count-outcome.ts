import * as z from 'zod';
import { shareOf } from './assign-arm.ts';
import { ExperimentKind, Reward } from './contract.ts';
import { REWARD_RULES } from './reward-rules.ts';

const { wanted, windowSeconds, slowClockSeconds } = REWARD_RULES;
const DEPTHS: ReadonlyMap<string, number> = new Map(Object.entries(REWARD_RULES.depths));
/** Events that came before their slate was written down; more of one slate add nothing. */
const MOST_EARLY = 5;

/** A slate that an experiment chose the recipe of. */
export const ShownSlate = z.object({
  surface: z.string(),
  experiment: z.string(),
  kind: ExperimentKind.default('bandit'),
  arm: z.string(),
  /** Of the arm, when it was drawn. */
  propensity: z.number().positive().default(1),
  reward: Reward,
  at: z.iso.datetime(),
  items: z.array(z.string()),
  /** Of an interleaved slate: the recipe that brought each item, in the order of the items. */
  teams: z.array(z.string()).optional(),
  /** The customer's, see `groupOf`. */
  group: z.int().optional(),
});
export type ShownSlate = z.infer<typeof ShownSlate>;

/** What a customer did with a slate's `requestId` on the event. */
export const SlateEvent = z.object({ depth: z.int(), at: z.iso.datetime(), items: z.array(z.string()) });
export type SlateEvent = z.infer<typeof SlateEvent>;

/**
 * What is known of one slate: shown, with what of it was rewarded so far, or only heard of. Rows of before items were told
 * apart say that something was, and nothing of them is rewarded again.
 */
export const OutcomeRow = z
  .object({
    revision: z.int().min(1),
    shown: ShownSlate.optional(),
    /** Items, each once. */
    rewarded: z.array(z.string()).optional(),
    isRewarded: z.boolean().default(false),
    early: z.array(SlateEvent),
  })
  .transform(({ isRewarded, ...row }) => ({
    ...row,
    rewarded: row.rewarded ?? (isRewarded ? (row.shown?.items ?? []) : []),
  }));
export type OutcomeRow = z.infer<typeof OutcomeRow>;

/** What the totals of one recipe gain; a slate that one side of an interleaving had won may be lost again. */
export interface Gain {
  readonly recipe: string;
  readonly shown: 0 | 1;
  readonly rewarded: -1 | 0 | 1;
}

/** The next row, and what the totals gain by it. */
export interface Counted {
  readonly row: OutcomeRow;
  readonly gains: readonly Gain[];
}

export const GROUPS = 20;

/**
 * One of twenty random groups of customers. Outcomes are counted by them, so that an interval can tell how much alike the
 * slates of one customer are although no outcome names any.
 */
export const groupOf = (customer: string): number => Math.floor(shareOf('outcomes', customer) * GROUPS);

/** An event as outcomes see it; undefined where it is none that rewards. */
export function slateEvent(event: {
  readonly event: string;
  readonly timestamp: string;
  readonly isBot?: boolean | undefined;
  readonly items: readonly { readonly itemId: string }[];
}): SlateEvent | undefined {
  const depth = DEPTHS.get(event.event);
  if (!depth || event.isBot) return undefined;
  return { depth, at: event.timestamp, items: event.items.map(({ itemId }) => itemId) };
}

/** A slate counts as shown once, with the reward of what was heard of it before. Undefined where nothing changes. */
export function countShown(row: OutcomeRow | undefined, shown: ShownSlate): Counted | undefined {
  if (row?.shown) return undefined;
  const rewarded = [...new Set((row?.early ?? []).flatMap((event) => rewardedBy(shown, event)))];
  const winner = winnerOf(shown, rewarded);
  return {
    row: { revision: (row?.revision ?? 0) + 1, shown, rewarded, early: [] },
    gains: recipesOf(shown).map((recipe) => ({ recipe, shown: 1, rewarded: recipe === winner ? 1 : 0 })),
  };
}

/** A slate is rewarded once, an interleaved one once for each item, however often events come. Undefined where nothing changes. */
export function countEvent(row: OutcomeRow | undefined, event: SlateEvent): Counted | undefined {
  const revision = (row?.revision ?? 0) + 1;
  if (row?.shown) {
    if (row.rewarded.length && !row.shown.teams) return undefined;
    const news = rewardedBy(row.shown, event).filter((item) => !row.rewarded.includes(item));
    if (!news.length) return undefined;
    const rewarded = [...row.rewarded, ...news];
    const gains = gainsBetween(winnerOf(row.shown, row.rewarded), winnerOf(row.shown, rewarded));
    return { row: { ...row, revision, rewarded }, gains };
  }
  const early = row?.early ?? [];
  const isKnown = early.some((one) => JSON.stringify(one) === JSON.stringify(event));
  if (isKnown || early.length >= MOST_EARLY) return undefined;
  return { row: { revision, rewarded: [], early: [...early, event] }, gains: [] };
}

/** The items of a slate that an event rewards. */
function rewardedBy({ reward, at, items }: ShownSlate, event: SlateEvent): string[] {
  const after = (Date.parse(event.at) - Date.parse(at)) / 1000;
  const isInTime = after >= -slowClockSeconds && after <= windowSeconds;
  const done = new Set(event.items);
  return event.depth >= wanted[reward] && isInTime ? items.filter((item) => done.has(item)) : [];
}

const recipesOf = ({ arm, teams }: ShownSlate): string[] => (teams ? [...new Set(teams)] : [arm]);

/**
 * The recipe that a slate speaks for: its own where anything was rewarded; of an interleaved one the side with more rewarded
 * items, and nobody at a tie (Radlinski, Kurup and Joachims, 2008, section 4.2).
 */
function winnerOf({ arm, items, teams }: ShownSlate, rewarded: readonly string[]): string | undefined {
  if (!teams) return rewarded.length ? arm : undefined;
  const credits = new Map<string, number>();
  for (const [index, item] of items.entries()) {
    const team = teams[index];
    if (team !== undefined && rewarded.includes(item)) credits.set(team, (credits.get(team) ?? 0) + 1);
  }
  const [first, second] = [...credits].sort(([, left], [, right]) => right - left);
  return first && first[1] > (second?.[1] ?? 0) ? first[0] : undefined;
}

function gainsBetween(before: string | undefined, after: string | undefined): Gain[] {
  if (before === after) return [];
  const lost: Gain[] = before === undefined ? [] : [{ recipe: before, shown: 0, rewarded: -1 }];
  const won: Gain[] = after === undefined ? [] : [{ recipe: after, shown: 0, rewarded: 1 }];
  return [...lost, ...won];
}
