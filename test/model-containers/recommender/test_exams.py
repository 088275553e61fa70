from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from recommender.dense_training import DenseConfig, affordable
from recommender.evaluation import (
    MOST_RATIO,
    Answers,
    Question,
    answer,
    askers_of,
    figures_of,
    mean_intervals,
    ndcg_gains,
    questions_of,
    ratio_interval,
)
from recommender.exams import ExamConfig, examine, without_last
from recommender.interactions import customer_windows
from recommender.item_neighbours import ItemNeighbours
from recommender.search import SearchConfig, Trial, better_of, search, trial_figures
from recommender.sessions import Sessions, sessions_from_frame
from small_shops import a_shop, circle, index, sessions_of


def asked(questions: list[Question]) -> set[tuple[tuple[int, ...], int]]:
    return {(tuple(q.prefix.tolist()), q.target) for q in questions}


def test_no_question_of_later_sessions_can_be_read_from_the_earlier_ones():
    shop = a_shop(300)

    exam = examine(shop, ExamConfig())

    later = shop.slice(len(exam.earlier), len(shop))
    assert exam.earlier.times.max() <= later.times.min()
    assert asked(exam.learning + exam.stopping + exam.judging) == asked(questions_of(later, slates="usual"))


def in_orders(sessions: Sessions, *moments: float) -> Sessions:
    """The same events, at these moments."""
    return replace(sessions, times=np.array(moments, float))


def test_the_other_lines_of_an_order_are_not_known_before_it():
    shop = in_orders(sessions_of("abc", "ade"), 1, 2, 2, 3, 3, 4)

    together, alone = asked(questions_of(shop)), asked(questions_of(shop, slates="usual"))

    a, b, c, d, e = index(shop, "abcde").tolist()
    assert alone == {((a,), b), ((a,), c), ((a, d), e)}
    assert together == {((a,), b), ((a, b), c), ((a,), d), ((a, d), e)}


def test_where_only_an_order_is_known_every_event_is_a_moment_of_its_own():
    shop = in_orders(sessions_of("abc"), 0, 0, 0)

    assert asked(questions_of(shop, slates="usual")) == asked(questions_of(shop))


def test_of_slates_only_what_one_could_show_is_asked_and_its_questions_say_what_it_leaves_out():
    """Bought is c; a is put into the basket and b met last, before each of the two is met again."""
    shop = sessions_of("cabbad")
    shop = replace(
        shop,
        is_added=np.array([False, True, False, False, False, False]),
        was_taken=np.array([False, False, False, False, True, False]),
        bought=index(shop, "c"),
        bought_span=np.array([[0, 0]] + [[0, 1]] * 5),
    )

    questions = questions_of(shop, slates="usual")

    a, b, c, d = index(shop, "abcd").tolist()
    assert [question.target for question in questions] == [a, b, d]
    assert [set(question.off_slate.tolist()) for question in questions] == [{c}, {c, a}, {c, a}]
    assert all(not len(question.off_slate) for question in questions_of(shop))


def test_an_interval_knows_that_what_one_session_did_is_one_witness():
    """Twenty sessions of fifty questions each: ours answers all of a session, or none."""
    ours = np.repeat(np.arange(20) % 3 > 0, 50).astype(np.int64)
    theirs = np.tile([1, 0], 500)
    askers = np.repeat(np.arange(20), 50)

    ratio, low, high = ratio_interval(ours, theirs, ndcg_gains)
    same, wider_low, wider_high = ratio_interval(ours, theirs, ndcg_gains, askers)

    assert same == ratio
    assert wider_high - wider_low > 3 * (high - low)
    assert ratio_interval(ours, theirs, ndcg_gains, np.arange(1000)) == (ratio, low, high)


def test_questions_of_one_session_have_one_asker_and_no_two_parts_of_an_exam_share_any():
    exam = examine(a_shop(300), ExamConfig())

    parts = [askers_of(part).tolist() for part in (exam.learning, exam.stopping, exam.judging)]
    joined = askers_of([*exam.learning, *exam.stopping, *exam.judging])

    assert len(set(joined.tolist())) == sum(len(set(part)) for part in parts)
    told = {(question.asker, asker) for question, asker in zip(exam.judging, parts[2], strict=True)}
    assert len(told) == len({asker for asker, _ in told}) == len(set(parts[2]))
    assert askers_of([Question(np.zeros(1, np.int64), 0)] * 3).tolist() == [0, 1, 2]


def test_no_model_answers_with_what_a_slate_leaves_out():
    shop = circle(200)
    question = Question(shop.items[:2], int(shop.items[2]))
    hidden = replace(question, off_slate=np.array([question.target]))

    answers = answer(ItemNeighbours.fit(shop), [question, hidden, question], len(shop.item_ids))

    assert answers.ranks[0] == answers.ranks[2] > 0
    assert answers.ranks[1] == 0


def test_a_shop_whose_customers_buy_the_same_again_is_examined_by_what_they_had_not_bought():
    """Everybody buys the same four items of a pack again and again, and now and then the one that follows the pack."""
    rows = []
    for customer in range(150):
        for order in range(8):
            line = f"next-{customer % 5}" if order == 6 else f"pack-{customer % 5}-{order % 3}"
            rows.append((f"c{customer}", line, "purchase", (customer + 3 * order) * 86_400.0, 4.0))
    frame = pl.DataFrame(rows, schema=["customer", "item_id", "kind", "time", "weight"], orient="row")
    shop = customer_windows(frame.sort("customer", "time"), 30)

    exam = examine(shop, ExamConfig(held_share=0.3))
    choice = search(shop, SearchConfig(seconds=5))

    questions = exam.learning + exam.stopping + exam.judging
    assert {shop.item_ids[question.target][:4] for question in questions} == {"next", "pack"}
    again = [question for question in questions if question.target in question.off_slate]
    assert not again
    assert choice.name != "personal-frequency"


def test_a_shop_of_orders_is_examined_by_the_next_order_alone():
    rows = [
        (session, f"i{(session + 2 * order + line) % 30}", session * 86_400.0 + order * 3_600.0)
        for session in range(200)
        for order in range(3)
        for line in range(2)
    ]
    shop = sessions_from_frame(pl.DataFrame(rows, schema=["session", "item", "time"], orient="row"))

    exam = examine(shop, ExamConfig())

    lengths = {len(question.prefix) for question in exam.learning + exam.stopping + exam.judging}
    assert lengths == {2, 4}


def test_a_last_event_is_asked_and_never_learnt():
    shop = sessions_of("abcd", "bcda", "cdab")

    exam = examine(shop, ExamConfig("last-event"))

    assert [list(row) for row in exam.earlier] == [list(row[:-1]) for row in shop]
    assert asked(exam.learning + exam.stopping + exam.judging) == {
        (tuple(row[:-1].tolist()), int(row[-1])) for row in shop
    }


def test_a_sequential_model_stops_by_sessions_that_judge_no_one():
    for kind in ("later-sessions", "last-event"):
        exam = examine(a_shop(300), ExamConfig(kind))

        rows = {tuple(row.tolist()) for row in exam.validation}
        assert all(
            any((*q.prefix.tolist(), q.target) == row[: len(q.prefix) + 1] for row in rows) for q in exam.stopping
        )
        assert len(exam.validation) < 300 // 5


def test_a_history_of_one_event_is_gone_without_its_last():
    shop = sessions_of("a", "ab")

    assert [list(row) for row in without_last(shop)] == [list(index(shop, "a"))]
    assert [list(row) for row in without_last(sessions_of("a", "ab", "abcd"), 2)] == [[0], [0, 1]]


def test_a_few_customers_of_long_histories_are_asked_for_more_than_their_last_event():
    shop = sessions_of(*["abcdefghij" * 3] * 12)

    exam = examine(shop, ExamConfig("last-event", held_share=0.1, learning=20))

    assert {len(row) for row in exam.earlier} == {27}  # a tenth of thirty is as much as may be held
    assert len(exam.learning) == 20
    assert {len(q.prefix) for q in exam.learning} == {29, 28, 27}
    assert all(list(q.prefix) == list(shop.items[: len(q.prefix)]) for q in exam.learning)


def test_many_customers_are_asked_for_their_last_event_alone():
    shop = sessions_of(*["abcdefghij" * 3] * 40)

    exam = examine(shop, ExamConfig("last-event", held_share=0.1, learning=20))

    assert {len(row) for row in exam.earlier} == {29}
    assert {len(q.prefix) for q in exam.learning + exam.stopping + exam.judging} == {29}


def test_the_three_parts_of_an_exam_share_no_question_of_the_same_customer():
    shop = sessions_of(*[f"{chr(97 + i)}{chr(98 + i)}{chr(99 + i)}" for i in range(20)])

    exam = examine(shop, ExamConfig("last-event"))

    parts = [asked(part) for part in (exam.learning, exam.stopping, exam.judging)]
    assert all(parts)
    assert len(set.union(*parts)) == sum(map(len, parts))


def test_a_young_shop_gets_a_simple_model_and_is_told_why():
    choice = search(a_shop(60), SearchConfig(seconds=5))

    assert not choice.name.startswith("blend")
    assert choice.note.code == "too-few-to-blend"
    assert {"popularity", "item-neighbours", "linear"} < {trial.name for trial in choice.trials}


def test_every_model_that_a_blend_asks_is_judged_once_by_itself_and_none_is_fitted_twice(monkeypatch):
    learned_from, fit = [], ItemNeighbours.fit.__func__

    def counted(kind, sessions, config=None):
        learned_from.append(len(sessions))
        return fit(kind, sessions, config)

    monkeypatch.setattr(ItemNeighbours, "fit", classmethod(counted))

    choice = search(a_shop(600), SearchConfig(seconds=60, minimum_questions=50))

    judged = {trial.name: trial.figures for trial in choice.trials}
    assert len(judged) == len(choice.trials)
    assert {"item-neighbours", "linear", "recurrent", "blend", "blend-dense"} < set(judged)
    assert judged["linear"].hr20 > judged["popularity"].hr20
    assert len(learned_from) == len(set(learned_from))  # of the earlier sessions once, and once of all where it serves


@pytest.mark.parametrize(("kind", "twins"), [("slates", 0), ("later-sessions", 1)])
def test_nothing_is_tried_twice_that_slates_cannot_tell_apart(kind, twins):
    choice = search(a_shop(60), SearchConfig(seconds=5, exam=ExamConfig(kind)))

    tried = {trial.name: trial.ranks.tolist() for trial in choice.trials if trial.name.startswith("neighbours-")}
    assert len(tried) == 3 + twins
    assert len({tuple(ranks) for ranks in tried.values()}) == len(tried)


def a_trial(name, ranks):
    return Trial(name, figures_of(Answers(np.array(ranks), 0.0)), np.array(ranks), np.arange(len(ranks)), 0.0)


def test_the_blend_with_more_ndcg_wins_and_of_equals_the_one_that_hits_more_often():
    often, seldom = a_trial("often", [4, 5, 20, 20] * 50), a_trial("seldom", [2, 0, 3, 0] * 50)
    _, low, high = ratio_interval(often.ranks, seldom.ranks, ndcg_gains)
    assert low < 1 < high
    assert better_of(often, seldom).name == better_of(seldom, often).name == "often"

    first = a_trial("first", [1, 0, 1, 4] * 50)
    assert ratio_interval(first.ranks, often.ranks, ndcg_gains)[1] > 1
    assert better_of(often, first).name == better_of(first, often).name == "first"


def test_a_trial_is_told_with_the_interval_of_the_figure_that_chooses():
    rng = np.random.default_rng(3)
    trials = [a_trial(name, rng.integers(0, most, 2_000)) for name, most in (("good", 6), ("poor", 40))]

    told = trial_figures(trials)

    for trial in trials:
        figures = told[trial.name]
        error = ndcg_gains(trial.ranks).std() / 2_000**0.5
        assert figures["ndcg20"] == trial.figures.ndcg20
        assert figures["ndcg20_low"] == pytest.approx(trial.figures.ndcg20 - 1.96 * error, abs=error / 5)
        assert figures["ndcg20_high"] == pytest.approx(trial.figures.ndcg20 + 1.96 * error, abs=error / 5)
    assert told == trial_figures(trials)
    assert trial_figures([]) == {}


def test_models_are_drawn_the_same_questions_whoever_is_judged_beside_them():
    one, other = np.random.default_rng(3).random((2, 50))

    assert np.array_equal(mean_intervals(np.stack([one, other]))[0], mean_intervals(one[np.newaxis])[0])
    assert ratio_interval(one, one.copy(), np.asarray) == (1, 1, 1)


ranks_found = st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)), min_size=1, max_size=30)


@settings(max_examples=60, deadline=None)
@given(ranks_found)
@example([(1, 0), (0, 0), (3, 0)])
@example([(0, 0)])
def test_whatever_two_models_found_their_ratio_is_a_number_that_a_reader_can_take_in(found):
    ours, theirs = np.array(found).T

    ratios = ratio_interval(ours, theirs, ndcg_gains)

    assert all(0 <= one <= MOST_RATIO for one in ratios)
    assert ratios[1] <= ratios[2]


def test_a_search_without_time_for_dense_models_chooses_the_same_twice_with_the_same_figures():
    config = SearchConfig(seconds=0, minimum_questions=50)
    shop = a_shop(600)

    first, second = search(shop, config), search(shop, config)

    assert (first.name, [t.figures for t in first.trials]) == (second.name, [t.figures for t in second.trials])
    session = shop.items[:3]
    assert np.array_equal(first.model.score(session, 20).items, second.model.score(session, 20).items)


def test_the_linear_model_takes_no_more_items_than_its_time_allows():
    config = DenseConfig()

    assert affordable(config, 0.0).linear.most_items == 0
    assert affordable(config, 1e9).linear.most_items == config.linear.most_items


def test_one_endless_session_among_the_later_ones_leaves_a_simple_model_to_serve():
    """Nothing is left to stop a blend's learning by: the session spans both marks that the later events are cut at."""
    walks = "".join(chr(97 + number % 26) for number in range(1_500))
    short = [walks[place : place + 3] for place in range(0, 1_200, 3)] * 5
    shop = sessions_of(*short, *short[:20], walks[:600])

    choice = search(shop, SearchConfig(seconds=30, minimum_questions=5))

    assert not choice.name.startswith("blend")
    assert len(choice.model.score(index(shop, "ab"), 5).items) == 5


def test_a_few_long_visits_that_cannot_be_divided_judge_the_simple_models_all_together():
    """The marks that the later events are cut at both lie in the last visit: nothing would be left to judge by."""
    walks = "".join(chr(97 + number % 26) for number in range(300))
    shop = sessions_of(*[walks] * 20)

    choice = search(shop, SearchConfig(seconds=5))

    assert choice.note.code == "too-few-to-blend"
    assert {len(trial.ranks) for trial in choice.trials} == {2 * 299}
    assert choice.trials[0].name == "popularity"
    assert choice.name != "popularity"
