"""The pool of a session's candidates, against the same sums written down plainly."""

import numpy as np
import pytest
from recommender.pooling import (
    AFTER,
    AFTER_SUM,
    BESIDE_MAX,
    COLUMNS,
    FAR_STEPS,
    FAR_SUM,
    HOLDERS,
    NARROW,
    ONWARD,
    STRONGEST,
    THIRD_AFTER,
    TRANSITION_STEPS,
    WIDE,
    add_narrow,
    add_own,
    add_proposed,
    add_transitions,
    add_two_steps,
    add_wide,
    place,
)
from recommender.recall import newest, strengths
from recommender.session_neighbours import nearest_sessions
from recommender.sources import HISTORY, Sources, SourcesConfig
from small_shops import sessions_of

ITEMS = 70
LETTERS = np.array([chr(ord("0") + item) for item in range(ITEMS)])


def long_histories(seed):
    """Histories of up to 120 events that come back to items, longer than what an index keeps of one."""
    chance = np.random.default_rng(seed)
    return sessions_of(*("".join(LETTERS[chance.zipf(1.3, length) % ITEMS]) for length in chance.integers(1, 120, 160)))


def an_empty_pool(capacity=ITEMS):
    """Found, items, table, causes and slot, in the order in which a source takes them."""
    table = np.full((capacity, len(COLUMNS)), 9.0, np.float32)  # of the answer before
    return np.zeros(1, np.int64), np.empty(capacity, np.int64), table, np.empty(capacity, np.int64), np.full(ITEMS, -1)


def wide_row(item, others, weights, rows):
    held = [weight for other, weight in zip(others, weights, strict=True) if item in rows(other)]
    return {WIDE: sum(held), HOLDERS: len(held), STRONGEST: max(held, default=0.0)}


def narrow_row(item, others, weights, rows, met):
    onward = 0.0
    for other, weight, shared in zip(others, weights, met, strict=True):
        row = rows(other).tolist()
        meeting = max((place for place, one in enumerate(row) if one == shared), default=-1)
        onward += sum(weight / (place - meeting) for place, one in enumerate(row) if one == item and place > meeting)
    return {NARROW: wide_row(item, others, weights, rows)[WIDE], ONWARD: onward}


def link_row(item, recent, fading, arrays):
    """What the items asked say of `item`: their counts of it, and how they reach it over one between."""
    said = [
        arrays["counts"][one][arrays["near"][one] == item][0] if item in arrays["near"][one] else np.zeros(4)
        for one in recent[:TRANSITION_STEPS]
    ]
    ways = [float(arrays["paths"][one][arrays["far"][one] == item].sum()) for one in recent[:FAR_STEPS]]
    return {
        AFTER: said[0][1],
        THIRD_AFTER: said[2][1] if len(said) > 2 else 0.0,
        AFTER_SUM: sum(decay * counts[1] for decay, counts in zip(fading, said, strict=False)),
        BESIDE_MAX: max(counts[3] for counts in said),
        FAR_SUM: sum(decay * way for decay, way in zip(fading, ways, strict=False)),
    }


@pytest.mark.parametrize("seed", range(6))
def test_every_source_sums_what_it_says_of_a_candidate_whoever_proposed_it(seed):
    shop = long_histories(seed)
    sources = Sources.fit(shop, SourcesConfig())
    arrays, session = sources.arrays, shop.items[-100:]
    asked = newest(session, HISTORY)
    recent, fading = asked.items, 0.7**asked.steps
    index = arrays["offsets"], arrays["holders"], arrays["starts"], arrays["idf"]
    events = arrays["items"], arrays["first"]
    found, items, table, causes, slot = pool = an_empty_pool()
    worths = {name: strengths(arrays[name][0], asked)[:20] for name in ("wide", "narrow")}

    add_own(recent, *pool)
    add_transitions(recent, fading, arrays["near"], arrays["counts"], *pool)
    add_two_steps(recent, fading, arrays["far"], arrays["paths"], *pool)
    add_wide(recent, worths["wide"], index, events, arrays["wide"], sources.scratch, *pool)
    add_narrow(recent, worths["narrow"], index, events, arrays["narrow"], sources.scratch, *pool)

    near = {name: nearest_sessions(recent, worths[name], index, arrays[name], sources.scratch) for name in worths}
    for item, row in zip(items[: found[0]], table, strict=False):
        told = (
            link_row(item, recent, fading, arrays)
            | wide_row(item, *near["wide"][:2], lambda other: rows_of(arrays, other))
            | narrow_row(item, *near["narrow"][:2], lambda other: rows_of(arrays, other), recent[near["narrow"][2]])
        )
        assert row[list(told)].tolist() == pytest.approx(list(told.values()), rel=1e-4)
    assert slot[items[: found[0]]].tolist() == list(range(found[0]))
    assert items[: len(recent)].tolist() == causes[: len(recent)].tolist() == recent.tolist()


def rows_of(arrays, other):
    return arrays["items"][arrays["offsets"][other] : arrays["offsets"][other + 1]]


def test_a_candidate_keeps_its_row_and_its_cause_and_a_full_pool_takes_no_other():
    found, items, table, causes, slot = pool = an_empty_pool(capacity=3)

    place(np.array([5, 8, -1, 7]), 1, *pool)
    add_proposed(2, np.array([8, 9, 6, 5]), *pool)

    assert found.tolist() == [3]
    assert items.tolist() == [5, 8, 9]
    assert causes.tolist() == [1, 1, 2]
    assert slot[[5, 8, 9, 6, 7]].tolist() == [0, 1, 2, -1, -1]
    assert not table.any()
