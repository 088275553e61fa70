"""Small shops for the tests."""

import numpy as np
import polars as pl
from recommender.sessions import Sessions, sessions_from_frame


def sessions_of(*rows: str) -> Sessions:
    """`sessions_of("abc", "bd")`: one session a word, one item a letter, an event a minute, sessions a day apart."""
    events = [
        (session, item, session * 86_400 + place * 60.0)
        for session, row in enumerate(rows)
        for place, item in enumerate(row)
    ]
    return sessions_from_frame(pl.DataFrame(events, schema=["session", "item", "time"], orient="row"))


def index(sessions: Sessions, letters: str) -> np.ndarray:
    return np.array([sessions.item_ids.index(letter) for letter in letters], np.int64)


def a_shop(sessions: int = 300, items: int = 60, seed: int = 1) -> Sessions:
    """Sessions that mostly walk a circle of items, so that the next item can be foreseen but not always."""
    rng = np.random.default_rng(seed)
    events = []
    for session in range(sessions):
        item = int(rng.integers(items))
        for place in range(int(rng.integers(2, 8))):
            events.append((session, f"i{item}", session * 3600.0 + place))
            item = (item + 1) % items if rng.random() < 0.8 else int(rng.integers(items))
    return sessions_from_frame(pl.DataFrame(events, schema=["session", "item", "time"], orient="row"))


ROUND = 12  # items


def circle(sessions: int) -> Sessions:
    """Every session walks the same circle of items, so the next one is certain."""
    events = [
        (session, f"i{(session + place) % ROUND:02}", session * 60.0 + place)
        for session in range(sessions)
        for place in range(3 + session % 5)
    ]
    return sessions_from_frame(pl.DataFrame(events, schema=["session", "item", "time"], orient="row"))
