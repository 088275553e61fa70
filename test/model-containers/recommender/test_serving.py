import asyncio
import json
from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from recommender.answering import Answerer, BadRequestError, Request, causes_of, parse_request
from recommender.cold_items import LikenessIndex
from recommender.covisitation import CoVisitation
from recommender.item_texts import TextSpace
from recommender.personal_frequency import PersonalFrequency
from recommender.popularity import Popularity
from recommender.saved import SavedModel, load_model, save_model
from recommender.serve import LARGEST_BODY, create_app
from recommender.session_neighbours import SessionNeighbours
from recommender.sessions import sessions_from_frame
from small_models import SHOP, a_blend

POPULAR = Popularity.fit(SHOP)


@pytest.fixture(scope="module")
def blended():
    return Answerer.of(SavedModel(a_blend(), POPULAR, SHOP.item_ids), "v1")


@pytest.fixture(scope="module")
def simple():
    return Answerer.of(SavedModel(CoVisitation.fit(SHOP), POPULAR, SHOP.item_ids), "v1")


@pytest.fixture(params=["blended", "simple"])
def answerer(request):
    return request.getfixturevalue(request.param)


def call(answerer, body, path="/invocations", method="POST"):
    """Status and parsed answer of one ASGI request."""
    sent = []

    async def receive():
        return {"type": "http.request", "body": body}

    async def send(message):
        sent.append(message)

    scope = {"type": "http", "method": method, "path": path}
    asyncio.run(create_app(answerer)(scope, receive, send))
    return sent[0]["status"], json.loads(sent[1]["body"])


def test_a_mask_names_the_only_items_that_may_come_back(answerer):
    answer = answerer.answer(Request(SHOP.item_ids[:2], k=10, mask=("i3", "i4", "i5", "gone")))

    assert {c["itemId"] for c in answer["candidates"]} == {"i3", "i4", "i5"}


def test_an_excluded_item_never_comes_back_even_where_the_mask_names_it(answerer):
    answer = answerer.answer(Request(SHOP.item_ids[:2], k=60, exclude=("i3",), mask=("i3", "i4")))

    assert [c["itemId"] for c in answer["candidates"]] == ["i4"]


def test_k_candidates_come_back_even_for_someone_unknown(answerer):
    answer = answerer.answer(Request(("never-seen",), k=12))

    assert len(answer["candidates"]) == 12
    assert answer["modelVersion"] == "v1"


def test_scores_fall_and_no_item_comes_twice(answerer):
    candidates = answerer.answer(Request(SHOP.item_ids[:3], k=50))["candidates"]

    scores = [c["score"] for c in candidates]
    assert scores == sorted(scores, reverse=True)
    assert len({c["itemId"] for c in candidates}) == len(candidates) == 50


def test_evidence_is_an_item_of_the_session_and_an_explanation_shares_it_out(blended):
    session = SHOP.item_ids[:3]

    candidates = blended.answer(Request(session, k=10, explain=True))["candidates"]

    for candidate in candidates:
        assert set(candidate["evidence"]) <= set(session)
        assert {share["itemId"] for share in candidate["shares"]} <= set(session)


@pytest.mark.parametrize("fit", [SessionNeighbours.fit, CoVisitation.fit])
def test_the_cause_of_each_candidate_is_what_its_explanation_names_first(fit):
    model = fit(SHOP)
    session = SHOP.items[SHOP.offsets[7] : SHOP.offsets[8]]
    items = model.score(session, 30).items

    causes = causes_of(model, session, items)

    explained = [model.explain(session, item) for item in items.tolist()]
    assert causes.tolist() == [shares[0].item if shares else -1 for shares in explained]
    assert (causes >= 0).any()


@pytest.mark.parametrize("session", [(), SHOP.item_ids[:2]])
def test_what_everybody_takes_is_called_popular_whichever_model_says_so(session):
    for model in (POPULAR, PersonalFrequency.fit(SHOP)):
        candidates = Answerer.of(SavedModel(model, POPULAR, SHOP.item_ids), "v1").answer(Request(session))["candidates"]

        told = {(one["source"], tuple(one["evidence"])) for one in candidates}
        own = {("seen-again", (item,)) for item in session} if model is not POPULAR else set()
        assert told == {("popular", ()), *own}


def test_a_session_of_unknown_items_causes_nothing():
    model = SessionNeighbours.fit(SHOP)

    assert causes_of(model, np.zeros(0, np.int64), np.array([1, 2])).tolist() == [-1, -1]


def test_new_items_come_with_a_request_in_their_own_words_and_take_one_place_in_five_at_most():
    texts = [f"mug number{place}" for place in range(len(SHOP.item_ids))]
    index = LikenessIndex.of(TextSpace.fit(texts), SHOP.item_ids, np.zeros(len(texts), bool))
    answerer = Answerer.of(SavedModel(CoVisitation.fit(SHOP), POPULAR, SHOP.item_ids), "v1", "covisitation", index)
    items = {f"new-{place}": "mug number1" for place in range(9)}

    candidates = answerer.answer(Request(("i1",), k=20, items=items, exclude=("new-3",)))["candidates"]

    new = [place for place, one in enumerate(candidates, start=1) if one["source"] == "similar-text"]
    assert 0 < len(new) <= 4
    assert all(sum(one <= place for one in new) * 5 <= place for place in new)
    assert "new-3" not in [one["itemId"] for one in candidates]
    scores = [one["score"] for one in candidates]
    assert scores == sorted(scores, reverse=True)


def test_an_item_that_no_model_met_speaks_through_the_one_it_reads_like():
    texts = ["red mug", "red mug big", "blue lamp", "blue lamp big", *["other"] * (len(SHOP.item_ids) - 4)]
    index = LikenessIndex.of(TextSpace.fit(texts), SHOP.item_ids, np.zeros(len(texts), bool))
    answerer = Answerer.of(SavedModel(CoVisitation.fit(SHOP), POPULAR, SHOP.item_ids), "v1", "covisitation", index)

    unknown = answerer.answer(Request(("never-met",), k=5, items={"never-met": "blue lamp"}, exclude=("never-met",)))
    like = answerer.answer(Request((SHOP.item_ids[2],), k=5))

    ids = [[one["itemId"] for one in answer["candidates"]] for answer in (unknown, like)]
    assert ids[0] == ids[1]
    causes = {cause for one in unknown["candidates"] for cause in one["evidence"]}
    assert causes == {"never-met"}  # nobody is told of an item that they never saw


def test_events_are_ordered_cut_at_a_long_pause_and_cleared_of_what_was_waved_away():
    def event(item, kind, day):
        return {"itemId": item, "kind": kind, "at": f"2026-03-{day:02d}T10:00:00Z"}

    old = {"itemId": "old", "kind": "view", "at": "2026-01-01T10:00:00Z"}
    events = [event("b", "view", 3), event("a", "add", 2), old, event("a", "dismiss", 4)]

    assert parse_request({"events": events}).session == ("b",)
    with pytest.raises(BadRequestError, match="events\\[0\\]"):
        parse_request({"events": [{"itemId": "a"}]})
    with pytest.raises(BadRequestError, match="not both"):
        parse_request({"events": [], "session": []})


def test_events_stand_in_their_own_order_whatever_they_weigh_and_an_item_counts_for_its_weightiest():
    events = [an_event("lamp", 1, weight=10), an_event("sofa", 2), an_event("lamp", 3, weight=0.1), an_event("rug", 4)]

    asked = parse_request({"events": events})

    assert asked.session == ("lamp", "sofa", "lamp", "rug")
    assert list(asked.weights.items()) == [("rug", 1.0), ("lamp", 10), ("sofa", 1.0)]


def an_event(item, day, **more):
    return {"itemId": item, "kind": "view", "at": f"2026-03-{day:02d}T10:00:00Z", **more}


def ids_for(answerer, events):
    request = parse_request({"events": events, "k": 20, "exclude": [event["itemId"] for event in events]})
    return [one["itemId"] for one in answerer.answer(request)["candidates"]]


def test_a_weight_brings_up_what_goes_with_its_item(answerer):
    goes_with_i1, goes_with_i30 = ({f"i{item}" for item in near} for near in (range(2, 6), range(31, 35)))

    first = ids_for(answerer, [an_event("i1", 1, weight=5), an_event("i30", 2, weight=0.2)])[:3]
    other = ids_for(answerer, [an_event("i1", 1, weight=0.2), an_event("i30", 2, weight=5)])[:3]

    assert len(goes_with_i1 & set(first)) > len(goes_with_i1 & set(other))
    assert len(goes_with_i30 & set(other)) > len(goes_with_i30 & set(first))


@pytest.mark.parametrize("weight", [1, 1.0, 3])
def test_where_all_weigh_the_same_the_answer_is_that_of_no_weights_to_the_last_bit(answerer, weight):
    days = [("i1", 1), ("i7", 2), ("i1", 3), ("i30", 4), ("never-seen", 5)]
    bodies = [
        {"events": [an_event(*one, **more) for one in days], "explain": True} for more in ({}, {"weight": weight})
    ]

    plain, weighed = (answerer.answer(parse_request(body)) for body in bodies)

    assert plain == weighed
    assert plain == answerer.answer(Request(tuple(item for item, _ in days), explain=True))


def test_an_item_counts_for_its_weightiest_event_and_no_item_for_one_that_nobody_knows(simple):
    events = [an_event("i1", 1, weight=5), an_event("never-seen", 2, weight=5), an_event("i1", 3), an_event("i30", 4)]

    met = simple._met(parse_request({"events": events}))

    codes = [SHOP.item_ids.index(item) for item in ("i30", "i1")]
    assert [met.emphases[code].step for code in codes] == [0, 1]
    assert met.emphases[codes[1]].weight == pytest.approx(5 * met.emphases[codes[0]].weight)
    assert len(met.emphases) == 2


def test_an_item_that_was_met_again_vouches_as_the_newest():
    texts = ["red mug", "blue lamp", "red mug big", "blue lamp big"]
    cold = np.array([False, False, True, True])
    index = LikenessIndex.of(TextSpace.fit(texts), ("mug", "lamp", "new mug", "new lamp"), cold)

    found = index.among(("mug", "lamp", "mug"), [], {}, lambda _: True)

    assert [one.item_id for one in found] == ["new mug", "new lamp"]


def test_what_nobody_has_met_is_vouched_for_by_what_counts_for_most():
    texts = ["red mug", "blue lamp", *["other"] * (len(SHOP.item_ids) - 2), "red mug big", "blue lamp big"]
    first, second = SHOP.item_ids[:2]
    cold = np.array([False] * len(SHOP.item_ids) + [True, True])
    index = LikenessIndex.of(TextSpace.fit(texts), (*SHOP.item_ids, "new mug", "new lamp"), cold)
    answerer = Answerer.of(SavedModel(CoVisitation.fit(SHOP), POPULAR, SHOP.item_ids), "v1", "covisitation", index)

    def new_ones(*weights):
        events = [
            an_event(item, day, weight=weight)
            for day, item, weight in zip((1, 2), (first, second), weights, strict=True)
        ]
        return [item_id for item_id in ids_for(answerer, events) if item_id.startswith("new")]

    assert new_ones(1, 1)[0] == new_ones(1, 5)[0] == "new lamp"
    assert new_ones(5, 1)[0] == "new mug"


@pytest.mark.parametrize(
    "weight", [0, -1, "2", True, None, float("nan"), float("inf"), 10**400], ids=lambda weight: str(weight)[:9]
)
def test_a_weight_is_a_number_above_nothing(weight):
    event = {"itemId": "a", "kind": "view", "at": "2026-03-01T10:00:00Z", "weight": weight}

    with pytest.raises(BadRequestError, match=r"events\[0\]\.weight"):
        parse_request({"events": [event]})


def test_a_seed_decides_between_what_is_equally_popular_and_nothing_else():
    even = sessions_from_frame(pl.DataFrame({"session": [0] * 8, "item": list("abcdefgh")}))
    answerer = Answerer.of(SavedModel(CoVisitation.fit(even), Popularity.fit(even), even.item_ids), "v1")

    def ids(seed):
        return [one["itemId"] for one in answerer.answer(Request((), k=8, seed=seed))["candidates"]]

    assert ids(1) == ids(1)
    assert ids(1) != ids(2)
    assert sorted(ids(1)) == sorted(ids(None))


def test_a_model_loaded_from_disk_answers_as_before(tmp_path):
    saved = SavedModel(a_blend(), POPULAR, SHOP.item_ids)
    save_model(tmp_path, saved)
    request = Request(SHOP.item_ids[:3], k=20)

    again = Answerer.of(load_model(tmp_path), "v1").answer(request)

    assert again == Answerer.of(saved, "v1").answer(request)


def test_a_blend_of_before_item_neighbours_had_one_name_answers_as_before(tmp_path):
    saved = SavedModel(a_blend(), POPULAR, SHOP.item_ids)
    save_model(tmp_path, saved)
    own = tmp_path / "model/sources/item-neighbours"
    own.rename(own.with_name("neighbours"))
    request = Request(SHOP.item_ids[:3], k=20)

    again = Answerer.of(load_model(tmp_path), "v1").answer(request)

    assert again == Answerer.of(saved, "v1").answer(request)


def test_a_request_over_http_is_answered(answerer):
    status, answer = call(answerer, json.dumps({"session": list(SHOP.item_ids[:2]), "k": 3}).encode())

    assert (status, len(answer["candidates"])) == (200, 3)


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ({"k": 3}, "session must be a list"),
        ({"session": "i1"}, "session must be a list"),
        ({"session": [], "k": 501}, "k must be a whole number from 1 to 500"),
        ({"session": [], "k": True}, "k must be"),
        ({"session": [], "limit": 3}, "unknown field limit"),
        ({"session": ["a"] * 1001}, "session may hold at most 1000"),
        ({"session": [], "exclude": ["a"] * 100_001}, "exclude may hold at most"),
        ([], "must be a JSON object"),
    ],
)
def test_a_bad_request_is_told_which_field_is_wrong(simple, body, says):
    with pytest.raises(BadRequestError, match=says):
        parse_request(body)
    assert call(simple, json.dumps(body).encode())[0] == 400


def test_what_is_no_json_or_too_large_is_refused(simple):
    assert call(simple, b"{")[0] == 400
    assert call(simple, b" " * (LARGEST_BODY + 1))[0] in (400, 413)
    assert call(simple, b"", "/other")[0] == 404
    assert call(simple, b"", "/ping", "GET")[0] == 200


def test_answers_do_not_depend_on_what_was_asked_before(blended):
    request = Request(SHOP.item_ids[:3], k=20)
    first = blended.answer(request)

    for start in range(20):
        blended.answer(Request(SHOP.item_ids[start : start + 5], k=30, exclude=SHOP.item_ids[:10]))

    assert blended.answer(request) == first
    assert np.all(blended.saved.model.sources.scratch[0] == 0)


def test_an_item_of_the_catalogue_that_nobody_met_speaks_through_the_one_it_reads_like():
    """It has a place in the vocabulary, because a search gives one to every text, and no model has anything on it."""
    known = SHOP.item_ids
    ids = (*known, "unmet")
    texts = ["red mug", "blue lamp", *["other"] * (len(known) - 2), "blue lamp big"]
    shop = replace(SHOP, item_ids=ids)
    index = LikenessIndex.of(TextSpace.fit(texts), ids, np.array([False] * len(known) + [True]))
    answerer = Answerer.of(SavedModel(CoVisitation.fit(shop), Popularity.fit(shop), ids), "v1", "covisitation", index)

    unmet = answerer.answer(Request(("unmet",), k=5, exclude=("unmet",)))
    like = answerer.answer(Request((known[1],), k=5, exclude=("unmet",)))

    assert [one["itemId"] for one in unmet["candidates"]] == [one["itemId"] for one in like["candidates"]]
    assert {cause for one in unmet["candidates"] for cause in one["evidence"]} == {"unmet"}
