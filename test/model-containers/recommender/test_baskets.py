import gzip
import json

import polars as pl
from recommender.baskets import write_bought_together, write_trending
from recommender.popularity import Popularity
from recommender.sessions import sessions_from_frame

DAY = 86_400.0


def lines_of(path):
    return {line["itemId"]: line["neighbours"] for line in map(json.loads, gzip.open(path, "rt"))}


def test_only_what_stood_in_one_order_twice_goes_together_and_views_say_nothing(tmp_path):
    orders = [("c1", 1.0, "ab"), ("c2", 1.0, "abz"), ("c2", 9.0, "bc"), ("c3", 5.0, "a")]
    bought = [(customer, item, time, "purchase") for customer, time, items in orders for item in items]
    viewed = [(f"v{n}", item, 1.0, "view") for n in range(9) for item in "cd"]
    frame = pl.DataFrame(bought + viewed, schema=["customer", "item_id", "time", "kind"], orient="row")

    write_bought_together(tmp_path / "b.gz", frame, frozenset("abcd"))

    assert lines_of(tmp_path / "b.gz") == {
        "a": [{"itemId": "b", "score": round(2 / 3, 6), "support": 2}],
        "b": [{"itemId": "a", "score": round(2 / 3, 6), "support": 2}],
    }


def test_an_item_that_is_no_longer_offered_is_in_no_list(tmp_path):
    bought = [(f"c{n}", item, 1.0, "purchase") for n in range(3) for item in "ab"]
    frame = pl.DataFrame(bought, schema=["customer", "item_id", "time", "kind"], orient="row")

    write_bought_together(tmp_path / "b.gz", frame, frozenset("a"))

    assert set(lines_of(tmp_path / "b.gz")) == {"b"}


def test_what_rises_is_listed_and_what_is_merely_popular_or_met_once_is_not(tmp_path):
    steady = [("s", "steady", day * DAY) for day in range(60) for _ in range(3)]
    rising = [("r", "rising", (56 + place % 4) * DAY) for place in range(12)]
    lonely = [("l", "lonely", 59 * DAY)]
    frame = pl.DataFrame(steady + rising + lonely, schema=["session", "item", "time"], orient="row")
    sessions = sessions_from_frame(frame)

    write_trending(tmp_path / "t.json", Popularity.fit(sessions), sessions, frozenset())

    assert [one["itemId"] for one in json.loads((tmp_path / "t.json").read_text())] == ["rising"]
