import gzip
import json

import numpy as np
import polars as pl
import pytest
from common.contracts import check_contract
from hypothesis import given, settings
from hypothesis import strategies as st
from recommender import train
from recommender.attribute_choice import CHOICES, FOLDS, LEAST_ASKED, judged, learn, without
from recommender.attribute_popularity import LEAST_CUSTOMERS, Choice, Shoppers, Tally, commonest, lines_of, marks
from recommender.notes import Note

ITEMS = [f"i{number:02}" for number in range(60)]
GAP_DAYS = 30
DAY = 86_400


def a_shop(customers=300, taste=0.7, seed=1):
    """Visitors of two countries: with chance `taste` they look at items of their country's own, else at common ones."""
    rng = np.random.default_rng(seed)
    rows, said = [], []
    for number in range(customers):
        name, country = f"c{number:03}", "CN" if number % 3 else "DE"
        own = ITEMS[20:40] if country == "DE" else ITEMS[40:]
        for place in range(8):
            item = own[rng.integers(20)] if rng.random() < taste else ITEMS[min(int(rng.exponential(8)), 59)]
            rows.append((name, item, float(number * 3600 + place)))
        said.append((name, "country", country))
        said.append((name, "shoeSize", str(rng.integers(36, 40))))
    frame = pl.DataFrame(rows, schema=["customer", "item_id", "time"], orient="row")
    return frame, pl.DataFrame(said, schema=["customer", "attribute", "value"], orient="row")


def shoppers_of(frame, said, offered=frozenset()):
    return Shoppers.of(frame, said, offered, GAP_DAYS)


def learned(frame, said, offered=frozenset()):
    shoppers = shoppers_of(frame, said, offered)
    return learn(shoppers, shoppers.item_ids, 7)


def assert_says(result, code):
    ratio, low, high = (result.figures[name] for name in ("ratio", "ratio_low", "ratio_high"))
    assert result.note == Note(code, {"ratio": ratio, "low": low, "high": high})


def codes_in(manifest):
    return [note["says"]["code"] for note in json.loads(manifest.read_text())["notes"]]


def test_attributes_that_speak_of_taste_are_published_with_what_they_lift():
    result = learned(*a_shop())

    assert result.figures["ratio_low"] > 1
    assert_says(result, "attributes-order")
    for line in result.lines:
        check_contract("AttributeLine", line)
    german = next(line for line in result.lines if (line["attribute"], line["value"]) == ("country", "DE"))
    assert german["customers"] == 100
    assert {one["itemId"] for one in german["lifts"][:10]} <= set(ITEMS[20:40])
    assert german["lifts"][0]["lift"] > 1.5
    assert all(one["lift"] < 1 for one in german["lifts"] if one["itemId"] in ITEMS[40:])


def test_attributes_that_say_nothing_leave_popularity_as_it_is_and_say_so():
    frame, said = a_shop(taste=0.0)

    result = learned(frame, said)

    assert result.lines == []
    assert result.figures["published"] == 0
    assert_says(result, "attributes-say-nothing")


def test_too_few_customers_are_not_judged_by():
    few = learned(*a_shop(customers=LEAST_ASKED - 1))
    frame, said = a_shop()
    alone = learned(frame, said.with_columns(value=pl.col("customer")))

    for result in (few, alone):
        assert (result.lines, result.note) == ([], Note("too-few-described", result.figures))


def test_a_value_of_few_customers_is_never_told():
    frame, said = a_shop()
    rare = pl.DataFrame(
        [(f"c{number:03}", "city", "Ulm") for number in range(LEAST_CUSTOMERS - 1)],
        schema=said.schema,
        orient="row",
    )

    result = learned(frame, pl.concat([said, rare]))

    assert result.lines
    assert "Ulm" not in json.dumps(result.lines)


def test_only_items_that_are_offered_are_lifted():
    frame, said = a_shop()

    result = learned(frame, said, frozenset(ITEMS[::2]))

    assert {one["itemId"] for line in result.lines for one in line["lifts"]} <= set(ITEMS[::2])


def test_lifts_are_those_of_the_popular_items_that_serve():
    shoppers = shoppers_of(*a_shop())

    result = learn(shoppers, [*ITEMS[18:42], "unknown"], 7)

    assert {one["itemId"] for line in result.lines for one in line["lifts"]} <= set(ITEMS[18:42])


@settings(max_examples=5, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_the_order_of_rows_changes_nothing(seed):
    frame, said = a_shop(customers=120)
    shuffled = [one.sample(fraction=1.0, shuffle=True, seed=seed) for one in (frame, said)]

    assert learned(*shuffled) == learned(frame, said)


@settings(max_examples=5, deadline=None)
@given(fold=st.integers(0, FOLDS - 1), seed=st.integers(0, 10**6))
def test_what_held_customers_do_changes_nothing_of_what_they_are_judged_with(fold, seed):
    shoppers = shoppers_of(*a_shop(customers=150))
    folds = np.array_split(np.arange(150), FOLDS)
    rng = np.random.default_rng(seed)
    held = np.isin(np.arange(150), folds[fold])[:, None]
    others = shoppers.met.toarray() * ~held + (rng.random(shoppers.met.shape) < 0.2) * held
    changed = Shoppers(
        marks(*np.nonzero(others), shoppers.met.shape),
        shoppers.first,
        shoppers.said,
        shoppers.item_ids,
        shoppers.values,
    )

    before, after = (without(one, [folds[fold]])[0] for one in (shoppers, changed))
    start = sum(len(one) for one in folds[:fold])
    part = slice(start, start + len(folds[fold]))
    ours = [judged(one, folds)[1][part] for one in (shoppers, changed)]

    assert all(np.array_equal(before[choice], after[choice]) for choice in CHOICES)
    assert np.array_equal(*ours)


def test_a_lift_is_the_posterior_mean_of_a_gamma_of_mean_one():
    # 30 customers, 20 of whom say x: those met a ten times and b thirty times; all together a ten times and b forty.
    who = [*range(20), *range(10), *range(20, 30)]
    what = [*[1] * 20, *[0] * 10, *[1] * 10]
    met = marks(np.array(who), np.array(what), (30, 2))
    said = marks(np.arange(20), np.zeros(20, np.int64), (30, 1))
    shoppers = Shoppers(met, met, said, ("a", "b"), (("k", "x"),))

    tally = Tally.of(shoppers, np.arange(30))
    lifts = tally.lifts(Choice(3, 1))

    assert tally.shelf.tolist() == [1, 0]
    assert lifts[0] == pytest.approx([(20 + 3) / (30 * 30 / 40 + 3), (10 + 3) / (30 * 10 / 40 + 3)])


def test_what_a_group_never_meets_is_told_as_little_and_never_as_nothing():
    # 50,000 customers say x and none of them met a, which everybody else did.
    count = 50_000
    met = marks(np.arange(2 * count), np.repeat([0, 1], count), (2 * count, 2))
    said = marks(np.arange(count), np.zeros(count, np.int64), (2 * count, 1))
    shoppers = Shoppers(met, met, said[::-1], ("a", "b"), (("k", "x"),))

    (line,) = lines_of(shoppers, Tally.of(shoppers, np.arange(2 * count)), Choice(1, 1))

    check_contract("AttributeLine", line)
    assert min(one["lift"] for one in line["lifts"]) == 1e-4


def test_what_one_or_two_of_a_group_met_is_not_more_popular_with_it():
    met = marks(np.array([0, 1, *range(2, 40)]), np.array([0, 0, *[1] * 38]), (40, 2))
    said = marks(np.arange(20), np.zeros(20, np.int64), (40, 1))
    shoppers = Shoppers(met, met, said, ("a", "b"), (("k", "x"),))

    tally = Tally.of(shoppers, np.arange(40))

    rare = int(np.flatnonzero(tally.shelf == 0)[0])
    assert tally.observed[0, rare] > tally.expected[0, rare]
    assert tally.lifts(Choice(1, 1))[0, rare] == 1


def test_of_attributes_and_values_the_commonest_are_learned_from():
    shared = pl.DataFrame(
        [(f"a{number:02}", f"v{value:03}", 500 - number - value % 7) for number in range(35) for value in range(210)],
        schema=["attribute", "value", "len"],
        orient="row",
    )

    kept = commonest(shared)

    assert sorted(set(kept["attribute"])) == [f"a{number:02}" for number in range(30)]
    assert kept.group_by("attribute").len()["len"].to_list() == [200] * 30


def test_what_came_after_a_long_pause_is_learned_from_and_not_asked_about():
    frame = pl.DataFrame(
        [("c", "a", 0.0), ("c", "b", 40.0 * DAY)], schema=["customer", "item_id", "time"], orient="row"
    )

    shoppers = shoppers_of(frame, a_shop()[1])

    assert (shoppers.met.sum(), shoppers.first.sum()) == (2, 1)


def test_the_training_job_writes_the_lines_and_says_what_they_are_worth(tmp_path, monkeypatch, capsys):
    frame, said = a_shop()
    channel = tmp_path / "input/data/interactions"
    channel.mkdir(parents=True)
    frame.select(
        "customer",
        "item_id",
        (pl.col("time") * 1e6).cast(pl.Int64).cast(pl.Datetime("us")).alias("at"),
        pl.lit("view").alias("kind"),
        pl.lit(1.0).alias("weight"),
    ).write_parquet(channel / "interactions.parquet")
    said.write_parquet(channel / "customers.parquet")
    monkeypatch.setenv("ML_ROOT", str(tmp_path))

    train.main()

    lines = gzip.decompress((tmp_path / "model/popular-by-attribute.jsonl.gz").read_bytes()).splitlines()
    assert {json.loads(line)["value"] for line in lines} >= {"DE", "CN"}
    assert json.loads((tmp_path / "model/metrics.json").read_text())["attributes"]["published"] == 1
    assert codes_in(tmp_path / "model/model.json") == ["no-search-asked", "attributes-order"]
    assert "attributes order cold customers' slates" in capsys.readouterr().out

    (tmp_path / "input/config").mkdir()
    (tmp_path / "input/config/hyperparameters.json").write_text('{"unused_attributes": "country,age"}')
    train.main()

    lines = gzip.decompress((tmp_path / "model/popular-by-attribute.jsonl.gz").read_bytes()).splitlines()
    assert "country" not in {json.loads(line)["attribute"] for line in lines}

    (channel / "customers.parquet").unlink()
    train.main()

    assert gzip.decompress((tmp_path / "model/popular-by-attribute.jsonl.gz").read_bytes()) == b""
    assert codes_in(tmp_path / "model/model.json") == ["no-search-asked"]
