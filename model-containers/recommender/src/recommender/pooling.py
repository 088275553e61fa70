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
def place(item, cause, found, items, table, causes, slot):
    """The item's row in the pool, made when it is new; -1 when the pool is full."""
    s = slot[item]
    if s >= 0 or found[0] == len(items):
        return s
    s = found[0]
    found[0] += 1
    slot[item] = s
    items[s] = item
    causes[s] = cause
    table[s] = 0.0
    return s


@njit(cache=True)
def add_own(recent, found, items, table, causes, slot):
    for item in recent:
        place(item, item, found, items, table, causes, slot)


@njit(cache=True)
def add_transitions(recent, fading, near, counts, found, items, table, causes, slot):
    for step in range(min(len(recent), TRANSITION_STEPS)):
        decay = fading[step]
        for j in range(near.shape[1]):
            other = near[recent[step], j]
            if other < 0:
                break
            s = place(other, recent[step], found, items, table, causes, slot)
            if s < 0:
                continue
            following, after, before, beside = counts[recent[step], j]
            row = table[s]
            if step == 0:
                row[NEXT], row[AFTER], row[BEFORE], row[BESIDE] = following, after, before, beside
            elif step == 1:
                row[SECOND_AFTER] = after
            elif step == 2:
                row[THIRD_AFTER] = after
            row[AFTER_SUM] += decay * after
            row[BEFORE_SUM] += decay * before
            row[BESIDE_SUM] += decay * beside
            row[BESIDE_MAX] = max(row[BESIDE_MAX], beside)


@njit(cache=True)
def add_two_steps(recent, fading, far, paths, found, items, table, causes, slot):
    for step in range(min(len(recent), FAR_STEPS)):
        for j in range(far.shape[1]):
            other = far[recent[step], j]
            if other < 0:
                break
            s = place(other, recent[step], found, items, table, causes, slot)
            if s < 0:
                continue
            if step == 0:
                table[s, FAR] = paths[recent[step], j]
            table[s, FAR_SUM] += fading[step] * paths[recent[step], j]


@njit(cache=True)
def add_wide(recent, worth, index, events, way, scratch, found, items, table, causes, slot):
    """Many neighbours that share several items: what the whole session is about."""
    (rows, first), offsets = events, index[0]
    others, weights, met = nearest_sessions(recent, worth, index, way, scratch)
    for i in range(len(others)):
        begin, end = offsets[others[i]], offsets[others[i] + 1]
        for at in range(begin, end):
            if not first[at]:
                continue
            s = place(rows[at], recent[met[i]], found, items, table, causes, slot)
            if s >= 0:
                table[s, WIDE] += weights[i]
                table[s, HOLDERS] += 1
                table[s, STRONGEST] = max(table[s, STRONGEST], weights[i])


@njit(cache=True)
def add_narrow(recent, worth, index, events, way, scratch, found, items, table, causes, slot):
    """Few neighbours that share the newest items, and what they did after the place where they met the session
    (STAN: Garg et al., 2019, "Sequence and time aware neighborhood for session-based recommendations")."""
    (rows, first), offsets = events, index[0]
    others, weights, met = nearest_sessions(recent, worth, index, way, scratch)
    for i in range(len(others)):
        begin, end = offsets[others[i]], offsets[others[i] + 1]
        meeting = begin - 1
        for at in range(begin, end):
            if rows[at] == recent[met[i]]:
                meeting = at
        for at in range(begin, end):
            s = place(rows[at], recent[met[i]], found, items, table, causes, slot)
            if s < 0:
                continue
            if first[at]:
                table[s, NARROW] += weights[i]
            if at > meeting:
                table[s, ONWARD] += weights[i] / (at - meeting)


@njit(cache=True)
def add_proposed(last, proposed, found, items, table, causes, slot):
    """What the models that have a score for every item find best."""
    for item in proposed:
        place(item, last, found, items, table, causes, slot)
