"""Both sides of each contract: what Python writes fits the schema, and what the schema refuses Python refuses too."""

import copy
import gzip
import json

import numpy as np
import pytest
from common import purchase_request
from common.contracts import FOLDER, ContractError, check_contract, constants_of
from common.manifest import ModelManifest
from common.purchase_request import BadRequestError, parse_requests
from common.purchase_server import PurchaseModel
from features.lake import EVENT_COLUMNS, ITEM_COLUMNS
from hypothesis import given, settings
from hypothesis import strategies as st
from recommender.candidate_files import popular_items, write_neighbours
from recommender.covisitation import CoVisitation
from recommender.popularity import Popularity
from shop_tables import shop_tables
from synthetic_shop import synthetic_shop

REQUEST = {
    "at": "2026-10-05T12:00:00.000Z",
    "history": [{"itemId": "red", "kind": "view", "at": "2026-10-05T11:59:00Z", "price": 500, "quantity": 1}],
    "candidates": [{"itemId": "blue"}, {"itemId": "x"}],
    "items": {"x": {"title": "Vase", "description": "", "category": ["home"], "brand": "", "price": 100}},
}


def schema(name):
    return json.loads((FOLDER / f"{name}.json").read_text())


def test_the_synthetic_shop_is_made_of_lake_rows():
    shop = synthetic_shop(customers=5, days=10)

    for event in shop.events:
        check_contract("LakeEvent", event)
    for item in shop.items:
        check_contract("LakeItem", item)


def test_every_column_that_features_read_is_in_the_lake():
    assert set(EVENT_COLUMNS) <= set(schema("LakeEvent")["properties"])
    assert set(ITEM_COLUMNS) <= set(schema("LakeItem")["properties"])


def test_the_endpoint_answers_what_the_contract_promises():
    fields = {"family": "f", "scorers": ("f",), "default_scorer": "f", "feature_names": ("f_covisit_score",)}
    manifest = ModelManifest(**fields, dataset_fingerprint="", created_at="2026-01-01T00:00:00Z")
    model = PurchaseModel.of(lambda texts, matrix: {"f": np.full(len(texts), 0.5)}, shop_tables(), manifest)

    check_contract("PurchaseScores", model.answer(parse_requests({"requests": [REQUEST]})))


def test_both_sides_have_the_same_bounds():
    requests = schema("PurchaseScoringRequest")["properties"]["requests"]

    assert requests["maxItems"] == purchase_request.MOST_REQUESTS
    assert requests["items"]["properties"]["candidates"]["maxItems"] == purchase_request.MOST_CANDIDATES


def broken(path, value):
    """The request with one place overwritten, or taken away where `value` is None."""
    body = {"requests": [copy.deepcopy(REQUEST)]}
    place = body["requests"][0]
    for step in path[:-1]:
        place = place[step]
    if value is None:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    return body


PLACES = [
    ("at",),
    ("history",),
    ("candidates",),
    ("history", 0, "itemId"),
    ("history", 0, "kind"),
    ("history", 0, "at"),
    ("candidates", 0, "itemId"),
    ("items", "x", "title"),
]


@settings(max_examples=120, deadline=None)
@given(st.sampled_from(PLACES), st.sampled_from([None, 7, "yesterday", [], {}, True, [{}], "view"]))
def test_what_the_schema_refuses_the_container_refuses_too(path, value):
    body = broken(path, value)
    try:
        check_contract("PurchaseScoringRequest", body)
    except ContractError:
        with pytest.raises(BadRequestError):
            parse_requests(body)
        return
    assert parse_requests(body)


def test_a_value_that_does_not_fit_is_named():
    with pytest.raises(ContractError, match=r"\$\.requests\[0\]\.at"):
        check_contract("PurchaseScoringRequest", broken(("at",), 7))


def test_every_rule_of_what_is_a_reward_has_one_value():
    """Python reads them from the schema alone, so that no rule may be left open there."""
    rules = constants_of("RewardRules")

    check_contract("RewardRules", rules)
    places = [(group, name) for group in ("depths", "wanted") for name in rules[group]]
    for path in (*places, ("windowSeconds",), ("slowClockSeconds",)):
        other = copy.deepcopy(rules)
        holder = other[path[0]] if len(path) > 1 else other
        holder[path[-1]] += 1
        with pytest.raises(ContractError):
            check_contract("RewardRules", other)


def test_candidate_lists_are_what_publish_candidates_parses(tmp_path):
    near, scores, support = np.array([[1, -1], [0, -1]]), np.array([[2.0, 0.0]] * 2), np.array([[3, 0]] * 2)
    lists = CoVisitation(near, scores, support, weights=np.ones(2))
    popular = Popularity(shares=np.array([0.6, 0.4]), trend=np.zeros(2))
    write_neighbours(tmp_path / "neighbours.jsonl.gz", lists, ("a", "b"), frozenset())

    with gzip.open(tmp_path / "neighbours.jsonl.gz", "rt") as file:
        for line in file:
            check_contract("NeighbourLine", json.loads(line))
    for line in popular_items(popular, ("a", "b"), frozenset("abc")):
        check_contract("PopularItem", line)
