import json

import numpy as np
import pytest
from common.manifest import ModelManifest
from common.model_server import LARGEST_BODY
from common.purchase_rows import FEATURE_NAMES
from common.purchase_server import PurchaseModel, create_app
from shop_tables import shop_tables
from starlette.testclient import TestClient

AT = "2026-10-05T12:00:00.000Z"
NAMES = ("f_covisit_score", "f_item_price")


def manifest(**given):
    fields = {
        "family": "fake",
        "scorers": ("fake", "other"),
        "default_scorer": "fake",
        "feature_names": NAMES,
        "dataset_fingerprint": "f",
        "created_at": "2026-01-01T00:00:00Z",
    }
    return ModelManifest(**{**fields, **given})


def score(texts, matrix):
    assert matrix.shape == (len(texts), len(NAMES))
    return {"fake": 1 / (1 + np.exp(-matrix[:, 0])), "other": np.full(len(texts), 0.25)}


@pytest.fixture
def client(monkeypatch):
    monkeypatch.setenv("MODEL_VERSION", "v7")
    return TestClient(create_app(PurchaseModel.of(score, shop_tables(), manifest())))


def a_request(**given):
    history = [{"itemId": "red", "kind": "view", "at": "2026-10-05T11:59:00Z"}]
    return {"at": AT, "history": history, "candidates": [{"itemId": "blue"}, {"itemId": "new"}], **given}


def test_it_answers_a_probability_an_item_in_their_order(client):
    answer = client.post("/invocations", json={"requests": [a_request(), a_request(candidates=[{"itemId": "lamp"}])]})

    assert answer.status_code == 200
    body = answer.json()
    assert (body["modelVersion"], body["scorer"], [len(one) for one in body["scores"]]) == ("v7", "fake", [2, 1])
    assert body["scores"][0][0] > body["scores"][0][1] == 0.5


def test_two_requests_at_once_answer_as_each_alone(client):
    one, two = a_request(), a_request(history=[])

    together = client.post("/invocations", json={"requests": [one, two]}).json()["scores"]

    alone = [client.post("/invocations", json={"requests": [each]}).json()["scores"][0] for each in (one, two)]
    assert together == alone


def test_items_that_nobody_knows_are_scored_all_the_same(client):
    items = {"x": {"title": "Red vase", "description": "", "category": ["home"], "brand": "", "price": 100}}
    candidates = [{"itemId": "x"}, {"itemId": "unheard-of"}]

    answer = client.post("/invocations", json={"requests": [a_request(candidates=candidates, items=items)]})

    assert len(answer.json()["scores"][0]) == 2


def test_it_tells_which_of_them_nobody_had_met(client):
    one = a_request(candidates=[{"itemId": item} for item in ("unheard-of", "red", "new", "lamp")])

    body = client.post("/invocations", json={"requests": [one, a_request(candidates=[{"itemId": "red"}])]}).json()

    assert body["unmet"] == [[0, 2], []]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ([], "the body must be an object"),
        ({"requests": []}, "requests must be a list of 1"),
        ({"requests": [a_request()] * 17}, "requests must be a list of 1 to 16"),
        ({"requests": [a_request(at="yesterday")]}, "requests[0].at"),
        ({"requests": [a_request(at="2026-01-01T00:00:00")]}, "requests[0].at"),
        ({"requests": [a_request(candidates=[])]}, "requests[0].candidates"),
        ({"requests": [a_request(candidates=[{"itemId": "a"}] * 201)]}, "requests[0].candidates"),
        ({"requests": [a_request(candidates=[{"itemId": 7}])]}, "requests[0].candidates[0].itemId"),
        ({"requests": [a_request(history=[{"itemId": "a", "kind": "wave", "at": AT}])]}, "history[0].kind"),
        ({"requests": [a_request(items={"x": {"title": "t", "price": -1}})]}, "items.x.price"),
    ],
)
def test_a_bad_request_is_refused_and_its_fault_named(client, body, words):
    answer = client.post("/invocations", json=body)

    assert answer.status_code == 400
    assert words in answer.json()["message"]


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe", b"[" * 10_000, b'{"requests": NaN}'])
def test_what_is_no_json_is_refused(client, body):
    answer = client.post("/invocations", content=body)

    assert answer.status_code == 400
    assert "not JSON" in answer.json()["message"]


def test_a_body_that_is_too_long_is_refused_with_the_limit(client):
    answer = client.post("/invocations", content=b" " * (LARGEST_BODY + 1))

    assert answer.status_code == 413
    assert str(LARGEST_BODY) in answer.json()["message"]


def test_the_largest_request_that_is_allowed_is_answered(client):
    history = [{"itemId": "red", "kind": "view", "at": "2026-10-05T11:59:00Z"}] * 1_000
    candidates = [{"itemId": f"item-{place}"} for place in range(200)]

    answer = client.post("/invocations", json={"requests": [a_request(history=history, candidates=candidates)] * 16})

    assert [len(scores) for scores in answer.json()["scores"]] == [200] * 16


def test_ping_answers(client):
    assert client.get("/ping").status_code == 200


def test_the_environment_picks_the_scorer(monkeypatch):
    monkeypatch.setenv("SCORER", "other")
    client = TestClient(create_app(PurchaseModel.of(score, shop_tables(), manifest())))

    assert client.post("/invocations", json={"requests": [a_request()]}).json()["scores"] == [[0.25, 0.25]]


def test_a_model_with_unknown_scorer_or_feature_does_not_start(monkeypatch):
    with pytest.raises(ValueError, match="not computed"):
        PurchaseModel.of(score, shop_tables(), manifest(feature_names=("f_gone",)))
    monkeypatch.setenv("SCORER", "missing")
    with pytest.raises(ValueError, match="no scorer"):
        PurchaseModel.of(score, shop_tables(), manifest())


def test_manifests_come_back_as_they_were_written(tmp_path):
    one = manifest(feature_names=FEATURE_NAMES, metrics={"auc": 0.7})
    one.write(tmp_path / "model.json")
    text = json.loads((tmp_path / "model.json").read_text())
    (tmp_path / "model.json").write_text(json.dumps({**text, "added_later": 1}))

    assert ModelManifest.read(tmp_path / "model.json") == one
