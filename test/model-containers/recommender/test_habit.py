"""What was taken before, on slates that show it again."""

import subprocess
import sys
from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from recommender.answering import Answerer
from recommender.covisitation import CoVisitation
from recommender.evaluation import DEPTH, Answers, Question, figures_of, questions_of
from recommender.exams import Exam, ExamConfig, examine
from recommender.habit import Habit, learn_habit
from recommender.interactions import MOST_EVENTS, customer_windows
from recommender.linear_items import LinearItems
from recommender.model import Ranking
from recommender.popularity import Popularity
from recommender.request import parse_request
from recommender.saved import SavedModel, load_model, save_model
from recommender.search import SearchConfig, Trial, Tried, fit_blend, search
from recommender.sessions import Sessions
from small_shops import a_shop, circle, index, sessions_of

HABIT = Habit(np.array(0.5), np.array(0.9), np.linspace(0.04, 0.01, DEPTH))
ROUND = circle(200)


def a_question(session: str, target: str, taken: str) -> Question:
    shop = sessions_of("abcdef")
    items = index(shop, session)
    return Question(items, int(index(shop, target)[0]), items[-1:], index(shop, taken))


def test_how_often_what_was_taken_comes_again_and_how_soon_it_is_forgotten_are_learned():
    lately = [a_question("abc", "b", "ab")] * 30
    long_ago = [a_question("abc", "a", "ab")] * 10
    never = [a_question("abc", "d", "ab")] * 60

    habit = Habit.fit([*lately, *long_ago, *never], np.zeros(0, np.int64))

    assert float(habit.repeat) == pytest.approx(0.4)
    assert float(habit.decay) < 0.9
    assert float(Habit.fit([*lately, *[a_question("abc", "a", "ab")] * 30], np.zeros(0, np.int64)).decay) == 1.0


def test_of_who_took_nothing_that_a_slate_could_show_no_habit_is_learned():
    took = [a_question("abc", "a", "ab")] * 50 + [a_question("abc", "d", "ab")] * 50
    took_nothing = [a_question("abc", "d", "")] * 900

    assert float(Habit.fit([*took, *took_nothing], np.zeros(0, np.int64)).repeat) == pytest.approx(0.5)


def test_what_was_taken_is_asked_for_where_it_was_met_and_not_where_it_was_met_last():
    """An order of several lines is where a session that grew too long was cut."""
    rows = [("c", f"i{place}", "view", float(place)) for place in range(MOST_EVENTS - 1)]
    rows += [("c", item, "purchase", 1_000.0) for item in ("order-a", "order-b")]
    rows += [
        ("c", "bought", "purchase", 2_000.0),
        ("c", "last", "purchase", 3_000.0),
        ("c", "order-a", "view", 4_000.0),
    ]
    frame = pl.DataFrame(rows, schema=["customer", "item_id", "kind", "time"], orient="row")
    sessions = customer_windows(frame.with_columns(weight=1.0), 30)

    question = questions_of(sessions, slates="with-taken")[-1]

    assert sessions.lengths.tolist() == [MOST_EVENTS, 4]
    assert [sessions.item_ids[item] for item in question.taken] == ["order-b", "bought"]


def test_nobody_is_asked_what_they_do_again_who_took_nothing():
    rows = [("a", item, "view", 0.0 + place) for place, item in enumerate("abcd")]
    rows += [("b", "e", "view", 10.0), ("b", "f", "add", 11.0), ("b", "g", "view", 12.0), ("b", "h", "view", 13.0)]
    rows += [("c", "i", "purchase", 20.0), ("c", "j", "view", 21.0), ("c", "k", "view", 22.0)]
    frame = pl.DataFrame(rows, schema=["customer", "item_id", "kind", "time"], orient="row")
    sessions = customer_windows(frame.with_columns(weight=1.0), 30)

    asked = questions_of(sessions, slates="with-taken")

    assert [sessions.item_ids[question.target] for question in asked] == list("ghjk")


def test_no_place_of_a_ranking_has_a_greater_chance_than_the_one_before():
    ranks = np.array([1, 1, 2, 3, 3, 3, 0, 0, 0, 0])

    habit = Habit.fit([a_question("ab", "a", "a")], ranks)

    assert habit.chances[:3].tolist() == pytest.approx([0.2, 0.2, 0.2])
    assert not habit.chances[3:].any()


@given(st.lists(st.floats(0, 1), max_size=8), st.integers(0, 60))
def test_both_orders_stay_as_they_are_within_the_one(chances, others):
    own = Ranking(np.arange(len(chances)), np.sort(np.array(chances, float))[::-1])

    order = HABIT.order(own, others).tolist()

    assert sorted(order) == list(range(len(chances) + others))
    assert [place for place in order if place < len(chances)] == list(range(len(chances)))
    assert [place for place in order if place >= len(chances)] == list(range(len(chances), len(chances) + others))


def events(*done: tuple[str, str]) -> list[dict[str, str]]:
    return [
        {"itemId": item_id, "kind": kind, "at": f"2026-03-01T10:{minute:02}:00Z"}
        for minute, (item_id, kind) in enumerate(done)
    ]


def answered(habit: Habit | None, exclude: list[str], **asked: list[str]) -> list[dict]:
    saved = SavedModel(CoVisitation.fit(ROUND), Popularity.fit(ROUND), ROUND.item_ids, habit)
    done = events(("i05", "purchase"), ("i06", "view"), ("i07", "add"), ("i05", "purchase"), ("i01", "view"))
    request = parse_request({"events": done, "k": 8, "exclude": exclude, **asked})
    return Answerer.of(saved, "v1").answer(request)["candidates"]


def test_what_was_taken_stands_where_habit_places_it_and_says_that_it_was_seen():
    candidates = answered(HABIT, ["i01"])

    assert [one["itemId"] for one in candidates[:2]] == ["i05", "i07"]
    assert [(one["source"], one["evidence"]) for one in candidates[:2]] == [
        ("seen-again", ["i05"]),
        ("seen-again", ["i07"]),
    ]
    scores = [one["score"] for one in candidates]
    assert scores == sorted(scores, reverse=True)
    rare = replace(HABIT, repeat=np.array(0.001))
    assert [one["itemId"] for one in answered(rare, ["i01"])][-2:] != ["i05", "i07"]
    assert len({one["itemId"] for one in candidates}) == len(candidates) == 8


def test_habit_has_no_say_where_what_was_taken_is_left_out():
    assert answered(HABIT, ["i01", "i05", "i07"]) == answered(None, ["i01", "i05", "i07"])
    assert {"i05", "i07"} <= {one["itemId"] for one in answered(HABIT, ["i01"])}


def test_what_is_hidden_of_what_was_taken_makes_the_rest_of_it_no_likelier():
    rare = replace(HABIT, repeat=np.array(0.1))

    both, one = ([each["itemId"] for each in answered(rare, hidden)] for hidden in (["i01"], ["i01", "i05"]))

    assert both[0] == "i05"
    assert one[:7] == both[1:]
    assert one.index("i07") == 2


def test_what_a_filter_leaves_of_what_was_taken_comes_before_what_it_leaves_besides():
    rare = replace(HABIT, repeat=np.array(0.1))

    assert answered(rare, ["i01"], mask=["i02", "i03", "i07"])[0]["itemId"] == "i07"


def test_a_server_loads_nothing_that_habit_is_learned_with():
    check = "import recommender.serve, sys; print('scipy.optimize' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True).stdout == "False\n"


def test_a_habit_is_kept_with_its_model(tmp_path):
    shop = sessions_of("abc", "bcd")
    save_model(tmp_path / "with", SavedModel(CoVisitation.fit(shop), Popularity.fit(shop), shop.item_ids, HABIT))
    save_model(tmp_path / "without", SavedModel(CoVisitation.fit(shop), Popularity.fit(shop), shop.item_ids))

    kept = load_model(tmp_path / "with").habit

    assert kept is not None
    assert {name: np.asarray(one).tolist() for name, one in vars(kept).items()} == {
        name: one.tolist() for name, one in vars(HABIT).items()
    }
    assert load_model(tmp_path / "without").habit is None


def a_shop_of_packs(again: float) -> Sessions:
    """Everybody buys every three days: with this chance what was bought before, else an item that nobody foresees."""
    random = np.random.default_rng(5)
    rows = []
    for customer in range(400):
        own: list[str] = []
        for order in range(10):
            item = str(random.choice(own)) if own and random.random() < again else f"i{random.integers(200)}"
            own.append(item)
            rows.append((f"c{customer}", item, "purchase", (customer + 3 * order) * 86_400.0, 4.0))
    frame = pl.DataFrame(rows, schema=["customer", "item_id", "kind", "time", "weight"], orient="row")
    return customer_windows(frame.sort("customer", "time"), 30)


def test_a_shop_whose_customers_buy_the_same_again_learns_their_habit():
    config = SearchConfig(seconds=5, exam=ExamConfig(held_share=0.5))

    choice = search(a_shop_of_packs(again=0.6), config)

    assert choice.learned.habit is not None
    assert choice.learned.note is not None
    assert choice.learned.note.code == "habit-orders"
    assert choice.learned.note.values["low"] > 1


def test_a_linear_model_that_a_blend_asked_is_not_fitted_anew_to_learn_habit_beside_it(monkeypatch):
    learned_from, fit = [], LinearItems.fit.__func__

    def counted(kind, sessions, config=None):
        learned_from.append(len(sessions))
        return fit(kind, sessions, config)

    def tried(exam, config, dense, *_):
        blend = fit_blend(exam, {"linear": LinearItems.fit(exam.earlier, dense.linear)}, config)
        ranks = {"blend": np.zeros_like, "linear": np.ones_like}
        trials = [
            Trial(name, figures_of(Answers(of(judged), 0.0)), of(judged), np.arange(len(judged)), 0.0)
            for name, of in ranks.items()
        ]
        return Tried({"blend": blend}, trials, dense)

    shop = a_shop_of_packs(again=0.6)
    config = SearchConfig(seconds=5, exam=ExamConfig(held_share=0.5), minimum_questions=5)
    judged = np.zeros(len(examine(shop, config.exam).judging), np.int64)
    monkeypatch.setattr(LinearItems, "fit", classmethod(counted))
    monkeypatch.setattr("recommender.search.try_blends", tried)

    choice = search(shop, config)

    assert choice.name == "linear"
    assert choice.learned.note is not None
    assert len(learned_from) == len(set(learned_from)) == 2


def test_where_nothing_comes_again_no_habit_is_learned_and_no_model_fitted_for_it():
    def fitted():
        raise AssertionError("a model was fitted")

    for shop in (a_shop_of_packs(again=0.0), a_shop(300)):
        assert learn_habit(fitted, examine(shop, ExamConfig())).habit is None


def test_habit_is_learned_and_judged_on_different_sessions_that_no_model_learned():
    shop = a_shop_of_packs(again=0.6)

    exam: Exam = examine(shop, ExamConfig(habits=10**6))

    later = shop.slice(len(exam.earlier), len(shop))
    every = questions_of(later, slates="with-taken")
    assert exam.habits
    assert exam.judging_habits
    assert len(exam.habits) + len(exam.judging_habits) < len(every)
    told = [(tuple(one.prefix), one.target, tuple(one.taken)) for one in every]
    mine = [(tuple(one.prefix), one.target, tuple(one.taken)) for one in [*exam.habits, *exam.judging_habits]]
    assert mine == told[-len(mine) :]
    assert all(set(one.taken) <= set(one.prefix) for one in every)
