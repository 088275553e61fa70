# ruff: noqa: ANN001, ANN201 (numba infers the types of the compiled functions)
"""The pool of one session's candidates: every source adds its items and what it knows of them, in compiled passes.

A pool is `found` (how many, in an array of one), `items` (capacity,), `table` (capacity, columns), `cause` (capacity,)
with the session item behind a candidate, and `slot` (catalogue,), an item's place in the pool or -1. `recent` (n,) are
the session's distinct items, the newest first; `fading` (n,) and `worth` (at most n,) are what each counts for in a sum
over them. `events` are the items of all sessions and whether each is its session's first of the item.
"""

from numba import njit

from recommender.session_neighbours import nearest_sessions

# Models that score every item, each with a column; a model that a shop has not trained leaves its column zero.
DENSE = ("recurrent", "attention", "item-neighbours", "linear", "factors", "content")
COLUMNS = (
    "wide", "narrow", "onward", "strongest", "holders", "next", "after", "before", "beside", "after_sum", "beside_sum",
    "before_sum", "second_after", "third_after", "far", "far_sum", "beside_max", *DENSE,
)  # fmt: skip
(
    WIDE, NARROW, ONWARD, STRONGEST, HOLDERS, NEXT, AFTER, BEFORE, BESIDE, AFTER_SUM, BESIDE_SUM,
    BEFORE_SUM, SECOND_AFTER, THIRD_AFTER, FAR, FAR_SUM, BESIDE_MAX, *DENSE_COLUMNS,
) = range(len(COLUMNS))  # fmt: skip
FIRST_DENSE = DENSE_COLUMNS[0]

CAPACITY = 6000
STEP_DECAY = 0.7  # per distinct item back in the session
TRANSITION_STEPS = 8
FAR_STEPS = 4


@njit(cache=True)
def place(wanted, cause, found, items, table, causes, slot):
    """A row in the pool for each of the wanted items, up to the first that is negative; none where the pool is full.

    All of one cause at once: what a call costs is a hundred times what it does for an item that has its row.
    """
    for item in wanted:
        if item < 0:
            break
        s = found[0]
        if slot[item] >= 0 or s == len(items):
            continue
        found[0] += 1
        slot[item] = s
        items[s] = item
        causes[s] = cause
        table[s] = 0.0


@njit(cache=True)
def add_own(recent, found, items, table, causes, slot):
    for i in range(len(recent)):
        place(recent[i : i + 1], recent[i], found, items, table, causes, slot)


@njit(cache=True)
def add_transitions(recent, fading, near, counts, found, items, table, causes, slot):
    for step in range(min(len(recent), TRANSITION_STEPS)):
        item, decay = recent[step], fading[step]
        place(near[item], item, found, items, table, causes, slot)
        for j in range(near.shape[1]):
            if near[item, j] < 0:
                break
            s = slot[near[item, j]]
            if s < 0:
                continue
            after, before, beside = counts[item, j, 1], counts[item, j, 2], counts[item, j, 3]
            if step == 0:
                table[s, NEXT] = counts[item, j, 0]
                table[s, AFTER], table[s, BEFORE], table[s, BESIDE] = after, before, beside
            elif step == 1:
                table[s, SECOND_AFTER] = after
            elif step == 2:
                table[s, THIRD_AFTER] = after
            table[s, AFTER_SUM] += decay * after
            table[s, BEFORE_SUM] += decay * before
            table[s, BESIDE_SUM] += decay * beside
            table[s, BESIDE_MAX] = max(table[s, BESIDE_MAX], beside)


@njit(cache=True)
def add_two_steps(recent, fading, far, paths, found, items, table, causes, slot):
    for step in range(min(len(recent), FAR_STEPS)):
        item = recent[step]
        place(far[item], item, found, items, table, causes, slot)
        for j in range(far.shape[1]):
            if far[item, j] < 0:
                break
            s = slot[far[item, j]]
            if s < 0:
                continue
            if step == 0:
                table[s, FAR] = paths[item, j]
            table[s, FAR_SUM] += fading[step] * paths[item, j]


@njit(cache=True)
def add_wide(recent, worth, index, events, way, scratch, found, items, table, causes, slot):
    """Many neighbours that share several items: what the whole session is about."""
    (rows, first), offsets = events, index[0]
    others, weights, met = nearest_sessions(recent, worth, index, way, scratch)
    for i in range(len(others)):
        begin, end, weight = offsets[others[i]], offsets[others[i] + 1], weights[i]
        place(rows[begin:end], recent[met[i]], found, items, table, causes, slot)
        for at in range(begin, end):
            s = slot[rows[at]]
            if s < 0 or not first[at]:
                continue
            table[s, WIDE] += weight
            table[s, HOLDERS] += 1
            table[s, STRONGEST] = max(table[s, STRONGEST], weight)


@njit(cache=True)
def add_narrow(recent, worth, index, events, way, scratch, found, items, table, causes, slot):
    """Few neighbours that share the newest items, and what they did after the place where they met the session
    (STAN: Garg et al., 2019, "Sequence and time aware neighborhood for session-based recommendations")."""
    (rows, first), offsets = events, index[0]
    others, weights, met = nearest_sessions(recent, worth, index, way, scratch)
    for i in range(len(others)):
        begin, end, weight = offsets[others[i]], offsets[others[i] + 1], weights[i]
        shared = recent[met[i]]
        place(rows[begin:end], shared, found, items, table, causes, slot)
        meeting = begin - 1
        for at in range(begin, end):
            if rows[at] == shared:
                meeting = at
        for at in range(begin, end):
            s = slot[rows[at]]
            if s < 0:
                continue
            if first[at]:
                table[s, NARROW] += weight
            if at > meeting:
                table[s, ONWARD] += weight / (at - meeting)


@njit(cache=True)
def add_proposed(last, proposed, found, items, table, causes, slot):
    """What the models that have a score for every item find best."""
    place(proposed, last, found, items, table, causes, slot)
