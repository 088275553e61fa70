import json
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pyarrow.parquet as parquet
import pytest
from common.contracts import check_contract
from common.evaluation_job import run_evaluation
from common.manifest import DatasetManifest
from common.model_server import create_model_app
from common.moments import moment_of
from common.paths import MlPaths
from common.scoring import run_scoring
from features.evaluate import evaluate
from insights.model import load_score
from insights.response import snapshot
from insights.response.features import FEATURE_NAMES, matrix_of
from insights.response.lake import read_history
from insights.response.serve import ResponseModel, parse_questions
from insights.response.snapshot import TooFewMessagesError, question_json, rows_of, split_by_time
from insights.train import run as train
from message_logs import BEGIN, UNTIL, Log, a_decision, a_log, an_event, iso
from sklearn.metrics import log_loss, roc_auc_score
from starlette.testclient import TestClient

SPLITS = ("train", "validation", "test")
FAMILIES = ("logistic-regression", "svm")


def learned(folder, log, families=FAMILIES):
    """Snapshot, train, score and evaluate, each job below a root of its own; the evaluation and the roots."""
    lake = MlPaths(folder / "lake")
    log.write(lake)
    snapshot.run(lake, "demo", UNTIL, 100_000, 7)
    judged = MlPaths(folder / "judged")
    for family in families:
        job = MlPaths(folder / family)
        job.hyperparameters.parent.mkdir(parents=True)
        job.hyperparameters.write_text(json.dumps({"family": family, "max_seconds": "20", "threads": "1"}))
        job.channel("train").parent.mkdir(parents=True)
        for name in (*SPLITS, "serving"):
            job.channel(name).symlink_to(lake.processing_output(name))
        train(job)
        job.processing_input("model").parent.mkdir(parents=True)
        job.processing_input("model").symlink_to(job.model)
        job.processing_input("rows").symlink_to(lake.processing_output("test"))
        run_scoring(load_score, job)
        target = judged.processing_input("scores") / family
        target.parent.mkdir(parents=True, exist_ok=True)
        target.symlink_to(job.processing_output("scores"))
    return run_evaluation(evaluate, judged), lake


@pytest.fixture(scope="module")
def telling(tmp_path_factory):
    folder, log = tmp_path_factory.mktemp("telling"), a_log(1)
    return folder, log, *learned(folder, log)


def test_both_families_find_what_makes_customers_respond_nearly_as_well_as_the_truth(telling):
    _, log, evaluation, lake = telling
    test = parquet.read_table(lake.processing_output("test") / "rows.parquet")
    labels = test["label"].to_numpy()
    truth = np.array([log.truth[one] for one in test["item_id"].to_pylist()])

    for one in evaluation["candidates"]:
        assert one["auc"] > roc_auc_score(labels, truth) - 0.03
        assert one["log_loss"] < log_loss(labels, truth) + 0.02
        assert one["ece"] < 0.05
    better = [one for one in evaluation["comparisons"] if one["against"] == "base-rate"]
    assert len(better) == 2
    assert all(one["high"] < 0 for one in better)


def test_where_nothing_tells_no_candidate_beats_the_base_rate(tmp_path):
    evaluation, _ = learned(tmp_path, a_log(2, tells=False))

    against = [one for one in evaluation["comparisons"] if one["against"] == "base-rate"]
    assert all(one["high"] > 0 for one in against)


def test_serving_gives_the_probability_that_scoring_gave(telling):
    folder, _, _, lake = telling
    request = json.loads((lake.processing_output("serving") / "smoke-request.json").read_text())
    scores = parquet.read_table(MlPaths(folder / "svm").processing_output("scores") / "scores.parquet")

    client = TestClient(create_model_app(ResponseModel.load(MlPaths(folder / "svm")).answer))
    answer = client.post("/invocations", content=json.dumps(request)).json()

    check_contract("ResponseScores", answer)
    assert answer["scorer"] == "svm"
    assert answer["probabilities"] == pytest.approx(scores["svm"].to_numpy()[:5], abs=1e-4)
    assert client.get("/ping").status_code == 200
    refused = client.post("/invocations", content=b'{"questions": [{"at": "now"}]}')
    assert refused.status_code == 400
    assert "questions" in refused.json()["message"]


def test_the_snapshot_says_what_it_is_made_of(telling):
    _, log, _, lake = telling
    manifest = DatasetManifest.read(lake.processing_output("train") / "manifest.json")
    report = json.loads((lake.processing_output("report") / "quality.json").read_text())

    assert manifest.feature_names == FEATURE_NAMES
    assert sum(manifest.rows.values()) == report["messages"] - report["left_out"]
    assert report["messages"] == len(log.decisions)
    assert report["clicked"] == pytest.approx(np.mean(list(log.truth.values())), abs=0.02)


def one_customer(*events, decisions=None):
    at = BEGIN + timedelta(days=20)
    return read_history(decisions or [a_decision("ann", at)], events, UNTIL), at


def features_of(history):
    return dict(zip(FEATURE_NAMES, matrix_of([history.question(history.sent[0])])[0].tolist(), strict=True))


def test_nothing_that_came_or_was_known_later_moves_a_feature():
    at = BEGIN + timedelta(days=20)
    before = [an_event("ann", "Product Viewed", at - timedelta(days=2)), an_event("ann", "Order Completed", BEGIN)]
    request = a_decision("ann", at)["requestId"]
    later = [
        an_event("ann", "Product Viewed", at),
        an_event("ann", "Product Viewed", at + timedelta(seconds=1)),
        an_event("ann", "Order Completed", at + timedelta(days=1)),
        an_event("ann", "Order Cancelled", at + timedelta(days=2)),
        an_event("ann", "Email Link Clicked", at + timedelta(hours=1), requestId=request),
        # It happened before and reached us after: nobody could know.
        an_event("ann", "Product Added", at - timedelta(days=1), receivedAt=iso(at + timedelta(days=1))),
        # The browser was looked at before, and said to be hers after.
        an_event("browser", "Product Viewed", at - timedelta(days=1), isKnown=False),
        an_event("ann", "", at + timedelta(minutes=1), linked="browser", items=[]),
    ]
    next_message = a_decision("ann", at + timedelta(days=3))

    plain, _ = one_customer(*before)
    full, _ = one_customer(*before, *later, decisions=[a_decision("ann", at), next_message])

    assert features_of(full) == features_of(plain)


@pytest.mark.parametrize(
    ("undone", "orders"),
    [
        ([("Order Refunded", [])], 0),
        ([("Order Cancelled", ["lamp"])], 1),
        ([("Order Cancelled", ["lamp"]), ("Order Refunded", ["rug"])], 0),
        ([("Order Cancelled", ["vase"])], 1),
    ],
)
def test_an_order_stands_while_one_of_its_items_does_as_the_online_state_counts_it(undone, orders):
    at = BEGIN + timedelta(days=20)
    items = lambda *names: [{"itemId": name, "quantity": 1, "price": 1} for name in names]  # noqa: E731
    bought = an_event("ann", "Order Completed", BEGIN, orderId="o1", items=items("lamp", "rug"))
    later = [
        an_event("ann", name, BEGIN + timedelta(days=1 + day), orderId="o1", items=items(*names))
        for day, (name, names) in enumerate(undone)
    ]

    history, _ = one_customer(bought, *later, decisions=[a_decision("ann", at)])

    assert features_of(history)["f_orders"] == pytest.approx(np.log1p(orders))


def test_an_order_that_a_customers_browser_took_back_first_stands_no_more():
    at = BEGIN + timedelta(days=20)
    whole = {"orderId": "o1", "items": []}
    events = [
        an_event("ann", "", BEGIN, linked="browser", items=[]),
        an_event("ann", "Order Completed", BEGIN, orderId="o1"),
        an_event("browser", "Order Cancelled", at - timedelta(days=1), isKnown=False, **whole),
        an_event("ann", "Order Refunded", at + timedelta(days=1), **whole),
    ]

    history, _ = one_customer(*events)

    assert features_of(history)["f_orders"] == 0


def test_every_feature_of_the_past_counts():
    at = BEGIN + timedelta(days=20)
    plain, _ = one_customer(an_event("ann", "Order Completed", BEGIN))
    linked, _ = one_customer(
        an_event("ann", "Order Completed", BEGIN),
        an_event("browser", "Product Viewed", at - timedelta(days=1), isKnown=False),
        an_event("ann", "", at - timedelta(hours=2), linked="browser", items=[]),
        decisions=[a_decision("ann", at), a_decision("ann", at - timedelta(days=3))],
    )
    last = replace(linked, sent=linked.sent[::-1])

    changed = {name for name, value in features_of(last).items() if value != features_of(plain)[name]}
    assert changed == {
        "f_days_since_visit",
        "f_days_since_written",
        "f_seen",
        "f_views_30d",
        "f_views_7d",
        "f_written_30d",
        "f_written_7d",
    }


def test_copies_machines_and_what_was_not_sent_count_for_nothing():
    at = BEGIN + timedelta(days=20)
    request = a_decision("ann", at)["requestId"]
    click = an_event("ann", "Email Opened", at + timedelta(hours=1), requestId=request, isBot=True)
    view = an_event("ann", "Product Viewed", at - timedelta(days=1))
    skipped = [a_decision("bob", at, status="skipped"), a_decision("eve", at, status="held-out")]

    history, _ = one_customer(click, view, view, decisions=[a_decision("ann", at), a_decision("ann", at), *skipped])

    assert [one.customer for one in history.sent] == ["ann"]
    assert len(history.question(history.sent[0]).interactions) == 1
    assert history.outcome(history.sent[0]).opened is False


@pytest.mark.parametrize(("days", "responded"), [(0.5, True), (6.9, True), (7.1, False), (-0.5, False)])
def test_a_response_is_a_click_or_an_order_inside_the_window(days, responded):
    at = BEGIN + timedelta(days=20)
    request = a_decision("ann", at)["requestId"]
    for event in (
        an_event("ann", "Order Completed", at + timedelta(days=days)),
        an_event("ann", "Email Link Clicked", at + timedelta(days=days), requestId=request),
    ):
        history, _ = one_customer(event)
        assert history.outcome(history.sent[0]).responded is responded


def test_splits_follow_time_and_share_no_window_of_a_customer():
    log = a_log(3, customers=60, runs=6)
    # Runs five days apart, of which everybody is in some: windows overlap.
    shortened = [
        {**one, "at": iso(BEGIN + (moment_of(one["at"]) - BEGIN) / 3)}
        for number, one in enumerate(log.decisions)
        if number % 5 < 2
    ]
    history = read_history(shortened, log.events, UNTIL)

    splits = split_by_time(rows_of(history, UNTIL, 10_000))

    train_rows, validation, test = (splits[name] for name in SPLITS)
    assert max(row.sent.at for row in train_rows) <= min(row.sent.at for row in validation)
    assert max(row.sent.at for row in validation) <= min(row.sent.at for row in test)
    assert sum(map(len, splits.values())) < len(shortened)
    window = 7 * 86_400
    for earlier, later in ((train_rows, [*validation, *test]), (validation, test)):
        for row in earlier:
            theirs = [one.sent.at for one in later if one.sent.customer == row.sent.customer]
            assert all(at >= row.sent.at + window for at in theirs)


def test_a_message_whose_window_is_open_is_not_judged():
    history = read_history([a_decision("ann", UNTIL - timedelta(days=6))], [], UNTIL)

    assert rows_of(history, UNTIL, 100) == []


def test_too_few_messages_end_the_run_with_numbers(tmp_path):
    lake = MlPaths(tmp_path)
    a_log(4, customers=20, runs=2).write(lake)

    with pytest.raises(TooFewMessagesError, match=r"40 messages .* 1000 and 300 are needed. Campaigns go on"):
        snapshot.run(lake, "demo", UNTIL, 100_000, 7)


def test_an_empty_lake_is_too_few(tmp_path):
    Log([], [], {}).write(MlPaths(tmp_path))

    with pytest.raises(TooFewMessagesError):
        snapshot.run(MlPaths(tmp_path), "demo", UNTIL, 100, 7)


def test_a_question_keeps_its_features_on_its_way_through_json():
    log = a_log(5, customers=10, runs=2)
    history = read_history(log.decisions, log.events, UNTIL)
    questions = [history.question(one) for one in history.sent]

    told = json.dumps({"questions": [question_json(one) for one in questions]}).encode()

    assert np.allclose(matrix_of(parse_questions(told)), matrix_of(questions), atol=1e-4)


def test_the_same_lake_gives_the_same_fingerprint_whatever_the_order(tmp_path):
    log = a_log(6)
    prints = []
    for name, order in (("one", 1), ("two", -1)):
        lake = MlPaths(tmp_path / name)
        Log(log.decisions[::order], log.events[::order], {}).write(lake)
        prints.append(snapshot.run(lake, "demo", UNTIL, 100_000, 7).fingerprint)

    assert prints[0] == prints[1]
