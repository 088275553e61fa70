import asyncio
import json

import numpy as np
import pytest
from recommender.answering import Answerer, BadRequestError, Request, parse_request
from recommender.covisitation import CoVisitation
from recommender.popularity import Popularity
from recommender.saved import SavedModel, load_model, save_model
from recommender.serve import LARGEST_BODY, create_app
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


def test_a_model_loaded_from_disk_answers_as_before(tmp_path):
    saved = SavedModel(a_blend(), POPULAR, SHOP.item_ids)
    save_model(tmp_path, saved)
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
