from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from recommender.answering import Answerer, causes_of
from recommender.conditional_logit import PROPOSED, ConditionalLogit
from recommender.dense_training import DenseConfig
from recommender.evaluation import Question
from recommender.exams import ExamConfig, examine
from recommender.item_neighbours import ItemNeighbours
from recommender.linear_items import LinearConfig, LinearItems
from recommender.popularity import Popularity
from recommender.request import Request
from recommender.saved import SavedModel, load_model, save_model
from recommender.search import SearchConfig, fit_logit, logit_fits, search, simple_fits
from recommender.session_neighbours import SessionNeighbours
from small_models import SESSION, SHOP, a_logit
from small_shops import a_shop, index, sessions_of

ITEMS = len(SHOP.item_ids)
LOGIT = a_logit()


def parts_of(shop):
    linear = LinearItems.fit(shop, LinearConfig(regularisation=20, decay=1.0))
    return {"linear": linear, "neighbours": SessionNeighbours.fit(shop)}


def test_it_finds_the_weights_by_which_somebody_chose():
    """Customers choose by known weights of what the parts and popularity say; many choices give these weights back."""
    parts, rng = parts_of(SHOP), np.random.default_rng(5)
    truth = np.array([1.5, 0.5, 0.0, 0.0, 2.0, 0.0])
    chooser = ConditionalLogit.of(parts, truth, SHOP)
    prefixes = [session[:2] for session in SHOP if len(session) > 2] * 8

    def chosen(prefix):
        ranking = chooser.score(prefix, ITEMS)
        return int(rng.choice(ranking.items, p=ranking.scores / ranking.scores.sum()))

    found = ConditionalLogit.fit(parts, SHOP, [Question(prefix, chosen(prefix)) for prefix in prefixes])

    assert np.allclose(found.weights[:2], truth[:2], atol=0.25)
    # Paces of popularity tell nearly the same of so short a time: what they say together is what can be found.
    apart = found.standing - chooser.standing
    assert apart.std() < 0.15 * chooser.standing.std()


def test_what_everybody_takes_of_late_is_found_although_no_session_leads_to_it():
    shop = sessions_of(*["abab", "cdcd"] * 40, *["xy"] * 8)
    questions = [Question(index(shop, word), int(index(shop, "x")[0])) for word in ("ab", "cd") * 20]

    model = ConditionalLogit.fit(parts_of(shop), shop, questions)

    assert model.score(index(shop, "ab"), 1).items.tolist() == index(shop, "x").tolist()
    assert model.explain(index(shop, "ab"), int(index(shop, "x")[0])) == ()
    assert index(shop, "x")[0] not in parts_of(shop)["neighbours"].score(index(shop, "ab"), 9).items


def test_a_part_never_counts_against_what_it_proposes():
    """What sessions lead to is never what comes next here: those opinions are worth nothing, not less."""
    shop = a_shop(300)
    rare = int(np.bincount(shop.items).argmin())

    model = ConditionalLogit.fit(parts_of(shop), shop, [Question(session[:2], rare) for session in shop])

    assert (model.weights[:2] >= 0).all()


def test_where_no_answer_is_proposed_there_is_nothing_to_learn():
    assert ConditionalLogit.fit(parts_of(SHOP), SHOP, [Question(SESSION, -1)]) is None
    assert ConditionalLogit.fit(parts_of(SHOP), SHOP, []) is None


@settings(deadline=None, max_examples=15)
@given(st.lists(st.integers(0, ITEMS - 1), max_size=12))
def test_the_first_cause_is_what_an_explanation_puts_first(session):
    told, items = np.array(session, np.int64), np.arange(ITEMS)
    answered = LOGIT.answer(told, ITEMS)
    behind = [(LOGIT, answered.ranking.items, answered.causes)]
    for model in (LinearItems.fit(SHOP, LinearConfig(regularisation=20)), ItemNeighbours.fit(SHOP)):
        behind.append((model, items, causes_of(model, told, items)))

    for model, named, causes in behind:
        for item, cause in zip(named.tolist(), causes.tolist(), strict=True):
            shares = {one.item: one.share for one in model.explain(told, item)}
            assert shares.get(cause) == (pytest.approx(max(shares.values())) if shares else None)


def test_the_first_cause_is_so_in_a_shop_of_more_items_than_a_part_proposes():
    shop = a_shop(3000, 4 * PROPOSED)
    logit = ConditionalLogit.of(parts_of(shop), np.ones(6), shop)
    for session in list(shop)[:40]:
        answered = logit.answer(session, 50)
        for item, cause in zip(answered.ranking.items.tolist(), answered.causes.tolist(), strict=True):
            shares = {one.item: one.share for one in logit.explain(session, item)}
            assert cause < 0 or shares[cause] == pytest.approx(max(shares.values()))


def test_chances_add_up_to_one_and_what_is_hidden_has_none():
    blocked = np.zeros(ITEMS, bool)
    blocked[SESSION] = True

    ranking = LOGIT.score(SESSION, ITEMS, blocked)

    assert ranking.scores.sum() == pytest.approx(1)
    assert not set(ranking.items.tolist()) & set(SESSION.tolist())
    assert not len(LOGIT.score(SESSION, 5, np.ones(ITEMS, bool)).items)


def test_its_server_says_which_items_are_related_and_which_are_only_popular(tmp_path):
    saved = SavedModel(LOGIT, Popularity.fit(SHOP), SHOP.item_ids)
    save_model(tmp_path, saved)
    answerer = Answerer.of(load_model(tmp_path), "v1")
    session = [SHOP.item_ids[item] for item in SESSION.tolist()]

    silent = np.concatenate([[0, 0], LOGIT.weights[2:]])
    unrelated = replace(saved, model=replace(LOGIT, weights=silent))

    told = answerer.answer(Request(tuple(session), k=ITEMS))["candidates"]
    alone = Answerer.of(unrelated, "v1").answer(Request(tuple(session), k=3))["candidates"]
    unknown = answerer.answer(Request((), k=3))["candidates"]

    assert {(one["source"], bool(one["evidence"])) for one in told} == {("related", True)}
    assert all(set(one["evidence"]) <= set(session) for one in told)
    assert [one["source"] for one in (*alone, *unknown)] == ["popular"] * 6


def test_what_serves_has_the_weights_that_were_judged_over_parts_that_saw_everything():
    config = SearchConfig(exam=ExamConfig(held_share=0.4))
    exam = examine(SHOP, config.exam)
    simple = simple_fits(SHOP, config, is_small=False)
    known = {name: fit(exam.earlier) for name, fit in simple.items()}
    judged = fit_logit(exam, known | {"linear": LinearItems.fit(exam.earlier)}, config)

    served = judged.refit(logit_fits(DenseConfig()), SHOP)

    assert list(served.parts) == ["linear", "neighbours"]
    assert np.array_equal(served.weights, judged.weights)
    assert len(served.parts["neighbours"].offsets) == len(SHOP) + 1
    assert float(served.parts["linear"].decay) == float(judged.parts["linear"].decay) == 1


def test_where_a_catalogue_is_too_large_for_a_linear_model_item_neighbours_speak_in_its_place():
    config = SearchConfig(exam=ExamConfig(held_share=0.4))
    exam = examine(SHOP, config.exam)
    known = {name: fit(exam.earlier) for name, fit in simple_fits(SHOP, config, is_small=False).items()}

    assert list(fit_logit(exam, known, config).parts) == ["item-neighbours", "neighbours"]


def test_a_search_judges_it_beside_the_blends():
    choice = search(a_shop(2000), SearchConfig(seconds=1))

    assert {"blend", "logit"} <= {trial.name for trial in choice.trials}


def test_event_weights_change_what_it_says_as_they_do_of_its_parts():
    saved = SavedModel(LOGIT, Popularity.fit(SHOP), SHOP.item_ids)
    answerer = Answerer.of(saved, "v1")
    first, *_, last = session = [SHOP.item_ids[item] for item in SESSION.tolist()]

    def order(weights):
        candidates = answerer.answer(Request(tuple(session), k=10, weights=weights))["candidates"]
        return [one["itemId"] for one in candidates]

    assert order({first: 1.0, last: 0.01}) != order({first: 0.01, last: 1.0})
