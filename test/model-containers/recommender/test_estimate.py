"""The job that estimates what policies would have earned, on logs whose truth is known."""

import json
from pathlib import Path

import pytest
from common.paths import MlPaths
from logged_slates import a_slate, an_event, written
from recommender.estimate import estimate, options_from

PAYS = {(True, "for-you"): 0.3, (True, "trending"): 0.1, (False, "for-you"): 0.05, (False, "trending"): 0.2}
POLICY = "known=for-you,new=trending"


def ask(root: Path, slates, events, *words: str):
    """What the job answers of a log, and that its file says the same."""
    written(root / "processing/input", "decisions", slates)
    written(root / "processing/input", "events", events)
    answer = estimate(options_from(["--surface", "home", *words]), MlPaths(root))
    assert json.loads((root / "processing/output/estimate/answer.json").read_text()) == answer
    return answer


def a_bandits_log(rows=2_000):
    """Two customers of five are known; each recipe is drawn one time in two and clicked as often as it pays."""
    slates, events = [], []
    for number in range(rows):
        is_known, recipe = number % 5 < 2, ("for-you", "trending")[number // 5 % 2]
        slates.append(a_slate(f"s{number}", recipe, isKnown=is_known))
        if number // 10 % 20 < round(20 * PAYS[is_known, recipe]):
            events.append(an_event(f"s{number}"))
    return slates, events


def test_what_a_policy_truly_earns_lies_inside_and_its_gain_above_nothing(tmp_path):
    answer = ask(tmp_path, *a_bandits_log(), "--policy", POLICY)

    alone, _, mixed = answer["policies"]
    assert [(one["known"], one["new"]) for one in answer["policies"]] == [
        ("for-you", "for-you"),
        ("trending", "trending"),
        ("for-you", "trending"),
    ]
    for one, truth in ((alone, 0.4 * 0.3 + 0.6 * 0.05), (mixed, 0.4 * 0.3 + 0.6 * 0.2)):
        assert all(one[name]["low"] < truth < one[name]["high"] for name in ("ips", "snips", "dr"))
    behaviour = 0.4 * 0.2 + 0.6 * 0.125
    assert 0 < mixed["difference"]["low"] < 0.24 - behaviour < mixed["difference"]["high"]
    assert mixed["difference"]["value"] == pytest.approx(mixed["dr"]["value"] - answer["behaviour"]["value"])
    assert answer["rows"] == answer["customers"] == 2_000


def test_the_experiment_earns_what_is_counted_and_every_draw_is(tmp_path):
    slates, events = a_bandits_log(rows=500)

    answer = ask(tmp_path, slates, events)

    assert answer["behaviour"]["value"] == pytest.approx(len(events) / 500)
    drawn = [one["experiment"]["arm"] for one in slates]
    assert answer["drawn"] == [{"recipe": name, "slates": drawn.count(name)} for name in ("for-you", "trending")]


def test_a_policy_is_told_once_though_it_is_a_recipe_alone(tmp_path):
    slates, events = a_bandits_log(rows=200)

    answer = ask(tmp_path, slates, events, "--policy", "known=trending,new=trending", "--policy", POLICY)

    assert len(answer["policies"]) == 3


def test_the_reward_is_what_the_experiment_counted_unless_another_is_asked_for(tmp_path):
    drawn = {"name": "autumn", "kind": "bandit", "arm": "for-you", "propensity": 0.5, "reward": "purchase"}
    slates = [a_slate(name, experiment=drawn) for name in "abcd"]
    events = [an_event("a"), an_event("b", event="Order Completed")]

    counted, clicked = ask(tmp_path, slates, events), ask(tmp_path, slates, events, "--reward", "click")

    assert (counted["reward"], counted["behaviour"]["value"]) == ("purchase", 0.25)
    assert (clicked["reward"], clicked["behaviour"]["value"]) == ("click", 0.5)


def test_of_a_policy_that_the_log_never_followed_it_says_nothing(tmp_path):
    """For-you was drawn for customers whom one knows alone, and trending for strangers alone."""
    slates = [
        a_slate(f"s{number}", ("for-you", "trending")[number % 2], isKnown=number % 2 == 0) for number in range(20)
    ]

    answer = ask(tmp_path, slates, [], "--policy", "known=trending,new=for-you")

    nothing = answer["policies"][-1]
    assert (nothing["dr"], nothing["difference"], nothing["effectiveCustomers"]) == (None, None, 0)


@pytest.mark.parametrize(
    ("slates", "words", "says"),
    [
        ([], (), {"code": "no-recipe-drawn", "values": {"surface": "home"}}),
        (
            [a_slate("a"), a_slate("b")],
            ("--experiment", "winter"),
            {"code": "experiment-not-drawn", "values": {"experiment": "winter", "surface": "home", "known": "autumn"}},
        ),
        (
            [a_slate("a"), a_slate("b", "trending")],
            ("--policy", "known=popular,new=trending"),
            {"code": "recipe-not-drawn", "values": {"recipe": "popular", "known": "for-you, trending"}},
        ),
        ([a_slate("a"), a_slate("b", customer="customer of a")], (), {"code": "one-customer", "values": {}}),
    ],
)
def test_what_a_log_lacks_is_an_answer_and_no_failure(tmp_path, slates, words, says):
    assert ask(tmp_path, slates, [], *words) == {"status": "refused", "says": says}


@pytest.mark.parametrize("policy", ["known=for-you", "known=for-you,new=", "for-you,trending", "known=a,new=b,old=c"])
def test_a_policy_that_names_not_one_recipe_for_each_is_refused(policy):
    with pytest.raises(SystemExit):
        options_from(["--surface", "home", "--policy", policy])
