import numpy as np
from common.purchase_rows import HISTORY_LIMIT, VIEW
from features.actions import NEVER, Actions


def of_one_customer(times, visible, cancelled=None):
    count = len(times)
    return Actions(
        subjects=np.full(count, "ann", object),
        items=np.arange(count),
        kinds=np.full(count, VIEW, np.int8),
        times=np.asarray(times, float),
        visible=np.asarray(visible, float),
        cancelled=np.full(count, NEVER) if cancelled is None else np.asarray(cancelled, float),
        prices=np.zeros(count, np.float32),
        quantities=np.ones(count, np.float32),
        orders=np.full(count, "", object),
        is_own=np.ones(count, bool),
        slices={"ann": slice(0, count)},
    )


def test_what_nobody_could_know_yet_takes_no_place_of_what_was_known():
    """A browser did much before it was said to be Ann's."""
    of_a_browser = np.arange(100, 100 + 10 * HISTORY_LIMIT)
    linked_at = 10_000
    actions = of_one_customer([1, 2, 3, *of_a_browser], [1, 2, 3, *np.full(len(of_a_browser), linked_at)])

    assert actions.history("ann", linked_at - 1).items.tolist() == [0, 1, 2]
    assert len(actions.history("ann", linked_at + 1)) == HISTORY_LIMIT


def test_nothing_of_the_moment_itself_is_known_and_nothing_that_had_been_taken_back():
    actions = of_one_customer([1, 2, 3], [1, 2, 3], cancelled=[2.5, NEVER, NEVER])

    assert actions.history("ann", 3).items.tolist() == [1]
    assert actions.history("ann", 2).items.tolist() == [0]
