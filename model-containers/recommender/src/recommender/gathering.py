# ruff: noqa: ANN001, ANN201 (numba infers the types of the compiled functions)
"""From a pool of candidates to the rows that the blend ranks: the best of the pool, one row of features each."""

import numpy as np
from numba import njit

from recommender.best_rows import best_rows
from recommender.pooling import (
    AFTER_SUM,
    BESIDE_SUM,
    CAPACITY,
    COLUMNS,
    DENSE,
    FAR_SUM,
    FIRST_DENSE,
    HOLDERS,
    NARROW,
    NEXT,
    ONWARD,
    STEP_DECAY,
    WIDE,
    add_narrow,
    add_own,
    add_proposed,
    add_transitions,
    add_two_steps,
    add_wide,
)

# Scores on a scale of log-odds: they count by how far they lie below the best. The others count as a share of it.
LOGITS = 2
RANKED = (WIDE, NARROW, AFTER_SUM, BESIDE_SUM, FAR_SUM, *range(FIRST_DENSE, FIRST_DENSE + len(DENSE)))
ITEM_FACTS = ("popularity", "recent", "age", "repeats")
FEATURES = (
    *COLUMNS,
    *(f"{name}_share" for name in COLUMNS),
    *(f"{COLUMNS[column]}_rank" for column in RANKED),
    *ITEM_FACTS,
    "times_in_session", "last_seen", "first_seen",
    "events", "distinct", "repeat_share", "last_popularity", "last_repeats", "top_wide", "top_next",
)  # fmt: skip
WIDTH = len(COLUMNS)
DENSE_RANKS = 2 * WIDTH + len(RANKED) - len(DENSE)
AFTER_RANKS = 2 * WIDTH + len(RANKED)
RANKED_COLUMNS = np.array(RANKED)
UNRANKED = 999.0
OWN_MERIT = 10.0  # the session's own items are always looked at


@njit(cache=True)
def pooled(asked, worths, index, events, ways, links, scratch, proposed):
    """(candidates, causes, table) of what is recalled of a session; the dense columns are still empty.

    `worths` are the strengths of the items asked, the first ones alone, for the wide and the narrow way.
    """
    recent = asked.items
    items = np.empty(CAPACITY, np.int64)
    causes = np.empty(CAPACITY, np.int64)
    table = np.empty((CAPACITY, WIDTH), np.float32)
    found = np.zeros(1, np.int64)
    slot = scratch[3]
    fading = np.empty(len(recent))
    for i in range(len(recent)):
        fading[i] = STEP_DECAY ** asked.steps[i] * asked.weights[i]
    add_own(recent, found, items, table, causes, slot)
    add_transitions(recent, fading, links[0], links[1], found, items, table, causes, slot)
    add_two_steps(recent, fading, links[2], links[3], found, items, table, causes, slot)
    add_wide(recent, worths[0], index, events, ways[0], scratch, found, items, table, causes, slot)
    add_narrow(recent, worths[1], index, events, ways[1], scratch, found, items, table, causes, slot)
    add_proposed(recent[0], proposed, found, items, table, causes, slot)
    n = found[0]
    for i in range(n):
        slot[items[i]] = -1
    return items[:n], causes[:n], table[:n]


@njit(cache=True)
def described(session, recent, items, causes, table, idf, facts, blocked, limit, which, again):
    """(candidates, causes, features), at most `limit` and none that is blocked.

    `which` dense columns are filled; `again` says whether the session's own items may be candidates.
    """
    tops = highest(table, items, recent[0])
    chosen = choose(table, tops, items, idf, blocked, len(recent), limit, which, again)
    features = describe(session, recent, table, items, tops, facts, chosen)
    return items[chosen], causes[chosen], features


@njit(cache=True)
def highest(table, items, last):
    """Largest value of each column; the last item is in every neighbour by construction and does not count there."""
    tops = np.full(WIDTH, 1e-9, np.float32)
    tops[FIRST_DENSE : FIRST_DENSE + LOGITS] = -1e9
    for i in range(len(items)):
        for c in range(HOLDERS + 1 if items[i] == last else 0, WIDTH):
            if table[i, c] > tops[c]:
                tops[c] = table[i, c]
    return tops


@njit(cache=True, error_model="numpy")
def choose(table, tops, items, idf, blocked, own, limit, which, again):
    """The rows worth ranking, by a fixed sum of what each source says."""
    merit = np.empty(len(items))
    open_rows = 0
    for i in range(len(items)):
        merit[i] = table[i, WIDE] / tops[WIDE] * np.sqrt(idf[items[i]]) / 2 + table[i, NARROW] / tops[NARROW]
        merit[i] += 0.7 * table[i, AFTER_SUM] / tops[AFTER_SUM] + 0.5 * table[i, ONWARD] / tops[ONWARD]
        merit[i] += 0.3 * table[i, BESIDE_SUM] / tops[BESIDE_SUM] + 0.7 * table[i, FAR_SUM] / tops[FAR_SUM]
        for model in which:
            column = FIRST_DENSE + model
            if model < LOGITS:
                merit[i] += np.exp((table[i, column] - tops[column]) / 2)
            else:
                merit[i] += table[i, column] / tops[column]
        if i < own:
            merit[i] += OWN_MERIT
        if blocked[items[i]] or (i < own and not again):
            merit[i] = -1.0
        else:
            open_rows += 1
    return best_rows(merit, min(limit, open_rows))


@njit(cache=True)
def describe(session, recent, table, items, tops, facts, chosen):
    features = np.zeros((len(chosen), AFTER_RANKS + 14), np.float32)
    for r in range(len(chosen)):
        row, item, f = table[chosen[r]], items[chosen[r]], features[r]
        f[:WIDTH] = row
        f[WIDTH : 2 * WIDTH] = row / tops
        for column in range(FIRST_DENSE, FIRST_DENSE + LOGITS):
            f[WIDTH + column] = row[column] - tops[column]
        f[AFTER_RANKS : AFTER_RANKS + 4] = facts[item]
        f[AFTER_RANKS + 5] = -1
        f[AFTER_RANKS + 6] = -1
        if chosen[r] < len(recent):
            remember(session, item, f[AFTER_RANKS + 4 : AFTER_RANKS + 7])
        f[AFTER_RANKS + 7] = len(session)
        f[AFTER_RANKS + 8] = len(recent)
        f[AFTER_RANKS + 9] = 1.0 - len(recent) / len(session)
        f[AFTER_RANKS + 10] = facts[recent[0], 0]
        f[AFTER_RANKS + 11] = facts[recent[0], 3]
        f[AFTER_RANKS + 12] = tops[WIDE]
        f[AFTER_RANKS + 13] = tops[NEXT]
    for i in range(len(RANKED_COLUMNS)):
        features[:, 2 * WIDTH + i] = places(features[:, RANKED_COLUMNS[i]])
    return features


@njit(cache=True)
def remember(session, item, f):
    """How often an item stands in the session, and how many events ago last and first."""
    for back in range(len(session)):
        if session[len(session) - 1 - back] == item:
            if f[0] == 0:
                f[1] = back
            f[0] += 1
            f[2] = back


@njit(cache=True)
def places(values):
    order = np.argsort(-values, kind="mergesort")
    out = np.empty(len(values), np.float32)
    for i in range(len(order)):
        out[order[i]] = i if values[order[i]] != 0 else UNRANKED
    return out
