"""A shop's own log of slates, read for off-policy estimates."""

import json

import numpy as np
import pytest
from logged_slates import a_slate, an_event, at, written
from recommender.logged_recipes import RULES, Slate, policy_of, read_recipe_log
from recommender.off_policy import estimate_policy


def read(folder, slates, events, reward="click"):
    return read_recipe_log(written(folder, "decisions", slates), written(folder, "events", events), "home", reward)


def test_a_slate_counts_once_and_is_rewarded_by_what_came_of_it(tmp_path):
    slates = [a_slate("a"), a_slate("a"), a_slate("b", "trending", 0.25), a_slate("c")]
    events = [
        an_event("a"),
        an_event("a"),
        an_event("b", item="chair"),
        an_event("c", seconds=8 * 86_400),
        an_event("other"),
    ]

    log = read(tmp_path, slates, events)

    assert log.recipes == ("for-you", "trending")
    assert log.log.actions.tolist() == [0, 1, 0]
    assert log.log.propensities.tolist() == [0.5, 0.25, 0.5]
    assert log.log.rewards.tolist() == [1, 0, 0]


@pytest.mark.parametrize(
    ("event", "reward", "counts"),
    [
        (an_event("a", event="Product Viewed"), "click", True),
        (an_event("a", event="Product Viewed"), "add", False),
        (an_event("a", event="Product Added"), "add", True),
        (an_event("a", event="Order Completed"), "click", True),
        (an_event("a", event="Order Completed"), "purchase", True),
        (an_event("a", event="Product Reviewed"), "click", False),
        (an_event("a", isBot=True), "click", False),
        (an_event("a", seconds=-200), "click", True),
        (an_event("a", seconds=-RULES["slowClockSeconds"]), "click", True),
        (an_event("a", seconds=-RULES["slowClockSeconds"] - 1), "click", False),
        (an_event("a", seconds=RULES["windowSeconds"]), "click", True),
        (an_event("a", seconds=RULES["windowSeconds"] + 1), "click", False),
    ],
)
def test_what_counts_as_a_reward(tmp_path, event, reward, counts):
    log = read(tmp_path, [a_slate("a"), a_slate("b", "trending")], [event], reward)

    assert log.log.rewards.tolist() == [float(counts), 0]


@pytest.mark.parametrize(
    "other",
    [
        {"experimentArm": "holdout"},
        {"surface": "basket"},
        {"experiment": None},
        {"experiment": {"name": "x", "kind": "interleaving", "arm": "a+b", "propensity": 1}},
        {"kind": "reply"},
    ],
)
def test_slates_for_which_no_recipe_was_drawn_are_left_out(tmp_path, other):
    log = read(tmp_path, [a_slate("a"), a_slate("b") | other], [])

    assert len(log.log.actions) == 1


def test_recipes_of_another_experiment_were_not_drawn_beside_these(tmp_path):
    def of(name, recipe, experiment, day):
        drawn = {"name": experiment, "kind": "ab", "arm": recipe, "propensity": 0.5}
        return a_slate(name, at=at(day * 86_400), experiment=drawn)

    slates = [of("a", "for-you", "spring", 0), of("b", "trending", "spring", 1), of("c", "popular", "autumn", 2)]

    assert read(tmp_path, slates, []).recipes == ("popular",)
    folders = tmp_path / "decisions", tmp_path / "events"
    assert read_recipe_log(*folders, "home", experiment="spring").recipes == ("for-you", "trending")
    with pytest.raises(ValueError, match="winter drew no recipe for surface home; the log knows autumn, spring"):
        read_recipe_log(*folders, "home", experiment="winter")


def test_slates_of_one_customer_count_as_one_customers(tmp_path):
    """Twenty customers who always, or never, click have told twenty answers, however many slates they saw."""
    slates = [
        a_slate(f"{customer}-{place}", ("for-you", "trending")[customer % 2], customer=f"c{customer}")
        for customer in range(40)
        for place in range(50)
    ]
    events = [an_event(one["requestId"]) for one in slates if one["customer"] in {"c0", "c2", "c4", "c6", "c8"}]

    log = read(tmp_path, slates, events)

    value = estimate_policy(log.log, policy_of({"known": "for-you", "new": "for-you"}, log))
    assert value.snips.value == pytest.approx(0.25)
    assert value.snips.high - value.snips.low > 0.3


def test_without_an_experiment_there_is_nothing_to_estimate_and_it_says_so(tmp_path):
    with pytest.raises(ValueError, match="no recipe was drawn for surface home"):
        read(tmp_path, [a_slate("a", experiment=None)], [])


def test_a_policy_names_recipes_that_were_drawn(tmp_path):
    log = read(tmp_path, [a_slate("a"), a_slate("b", "trending", isKnown=False)], [])

    assert policy_of({"known": "trending", "new": "for-you"}, log).tolist() == [[0, 1], [1, 0]]
    with pytest.raises(ValueError, match="recipe popular was never drawn; the log knows for-you, trending"):
        policy_of({"known": "popular", "new": "for-you"}, log)


def test_the_estimates_hold_what_a_policy_truly_earns(tmp_path):
    """For-you pays with customers whom one knows, trending with strangers; the log draws both unevenly."""
    chance = np.random.default_rng(3)
    pays = {(True, "for-you"): 0.3, (True, "trending"): 0.1, (False, "for-you"): 0.05, (False, "trending"): 0.2}
    slates, events = [], []
    for number in range(6_000):
        is_known, share = bool(chance.random() < 0.4), float(chance.uniform(0.2, 0.8))
        recipe = "for-you" if chance.random() < share else "trending"
        propensity = share if recipe == "for-you" else 1 - share
        slates.append(a_slate(f"s{number}", recipe, propensity, isKnown=is_known))
        if chance.random() < pays[is_known, recipe]:
            events.append(an_event(f"s{number}"))

    log = read(tmp_path, slates, events)

    for rules, truth in (
        ({"known": "for-you", "new": "for-you"}, 0.4 * 0.3 + 0.6 * 0.05),
        ({"known": "for-you", "new": "trending"}, 0.4 * 0.3 + 0.6 * 0.2),
    ):
        value = estimate_policy(log.log, policy_of(rules, log))
        for estimate in (value.ips, value.snips, value.dr):
            assert estimate.low < truth < estimate.high
            assert estimate.high - estimate.low < 0.06


def test_slates_share_the_names_that_come_again():
    one, other = (Slate.of(json.loads(json.dumps(a_slate(name, customer="ann")))) for name in "ab")

    names = [(slate.customer, slate.experiment, slate.recipe, *slate.items) for slate in (one, other)]
    assert names[0] == names[1] == ("ann", "autumn", "for-you", "lamp", "cup")
    assert all(mine is theirs for mine, theirs in zip(*names, strict=True))


def drawn(recipe, *among, kind="bandit"):
    told = {"name": "autumn", "kind": kind, "arm": recipe, "propensity": 1 / max(len(among), 2)}
    return told | ({"drawnFrom": list(among)} if among else {})


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (drawn("for-you", "for-you", "trending"), drawn("for-you", "for-you", "popular", "trending")),
        (drawn("for-you", "for-you", "popular", "trending"), drawn("for-you", "for-you", "trending")),
        (drawn("for-you", "for-you", "trending", kind="ab"), drawn("for-you", "for-you", "trending")),
        (drawn("for-you"), drawn("for-you", "for-you", "trending")),
    ],
)
def test_where_recipes_change_under_a_name_only_what_was_drawn_from_the_last_is_read(tmp_path, before, after):
    slates = [a_slate(f"old {i}", at=at(i), experiment=before) for i in range(3)]
    slates += [a_slate(f"new {i}", at=at(10 + i), experiment=after) for i in range(2)]

    assert len(read(tmp_path, slates, []).log.actions) == 2


def test_a_recipe_that_joins_in_a_better_season_is_no_better_for_it(tmp_path):
    """All recipes are alike; sales double as the third joins. Of the months before, nothing is known of it."""
    rng = np.random.default_rng(4)
    slates, events = [], []
    for i in range(3000):
        among = ["a", "b"] if i < 2000 else ["a", "b", "c"]
        recipe = among[int(rng.integers(len(among)))]
        told = {"name": "x", "kind": "bandit", "arm": recipe, "propensity": 1 / len(among), "drawnFrom": among}
        slates.append(a_slate(f"s{i}", at=at(i), experiment=told))
        if rng.random() < (0.1 if i < 2000 else 0.2):
            events.append(an_event(f"s{i}", i + 60))

    log = read(tmp_path, slates, events)
    value = estimate_policy(log.log, policy_of({"known": "c", "new": "c"}, log))

    assert value.difference.low < 0 < value.difference.high
