import json

import numpy as np
import pyarrow as pa
import pyarrow.parquet as parquet
import pytest
from common.evaluation_job import run_evaluation
from common.paths import MlPaths
from features.evaluate import evaluate
from features.judgement import Jury
from sklearn.metrics import log_loss, roc_auc_score

GROUPS = np.repeat(np.arange(40), 6)
LABELS = np.tile(np.array([1, 0, 0, 0, 0, 0], np.int8), 40)
RANDOM = np.random.default_rng(3)
GOOD = np.clip(0.1 + 0.3 * LABELS + RANDOM.normal(0, 0.05, len(LABELS)), 0.01, 0.99)
BAD = np.clip(0.17 + RANDOM.normal(0, 0.05, len(LABELS)), 0.01, 0.99)


def a_table(**scorers):
    times = pa.array([1_760_000_000_000_000 + group for group in GROUPS.tolist()], pa.timestamp("us", "UTC"))
    items = [f"i{place}" for place in range(len(GROUPS))]
    columns = {"group": GROUPS, "item_id": items, "at": times, "label": LABELS, "baseline_popularity": BAD, **scorers}
    return pa.table(columns)


def test_the_bootstraps_area_of_an_undisturbed_draw_is_the_area():
    jury = Jury(LABELS, GROUPS, np.ones((1, 40), np.int32))

    judged = jury.judge(np.round(GOOD, 1))

    assert judged.auc_draws[0] == pytest.approx(roc_auc_score(LABELS, np.round(GOOD, 1)))
    assert judged.loss_draws[0] == pytest.approx(log_loss(LABELS, np.round(GOOD, 1)))


def test_a_better_scorer_is_clearly_better_and_the_other_way_round_the_signs_turn():
    jury = Jury.of(LABELS, GROUPS, seed=1)
    good, bad = jury.judge(GOOD), jury.judge(BAD)

    gain, loss = good.loss_against(bad), bad.loss_against(good)

    assert gain.low <= gain.value <= gain.high < 0
    assert (loss.low, loss.high) == pytest.approx((-gain.high, -gain.low))
    assert good.auc_against(bad).low > 0


def test_every_draw_can_be_ranked_where_a_single_group_has_a_yes():
    labels = np.zeros(40, np.int8)
    labels[7] = 1
    chances = np.linspace(0.1, 0.9, 40)

    judged = Jury.of(labels, np.arange(40), seed=1).judge(chances)

    assert np.isfinite(judged.auc_draws).all()
    assert np.isfinite(judged.auc_against(judged).low)


def test_a_scorer_against_itself_differs_by_nothing():
    jury = Jury.of(LABELS, GROUPS, seed=1)

    delta = jury.judge(GOOD).loss_against(jury.judge(GOOD))

    assert (delta.value, delta.low, delta.high) == (0, 0, 0)


def test_the_evaluation_holds_every_scorer_against_champion_popularity_and_the_others():
    tables = {"a": a_table(one=GOOD, two=BAD), "champion": a_table(old=BAD, unused=GOOD)}

    evaluation = evaluate(tables, champion_scorer="old", seed=7, draws=100)

    assert [(one["candidate"], one["scorer"]) for one in evaluation["candidates"]] == [("a", "one"), ("a", "two")]
    against = [one["against"] for one in evaluation["comparisons"] if one["scorer"] == "one"]
    assert against == ["champion", "popularity", "a/two"]
    assert [one["name"] for one in evaluation["baselines"]] == ["champion", "popularity"]
    assert evaluation["positives"] == 40
    assert evaluation["window"]["from"].endswith("+00:00")


def test_the_order_in_which_rows_were_scored_does_not_matter():
    shuffled = a_table(one=GOOD).take(RANDOM.permutation(len(GROUPS)))

    assert evaluate({"a": shuffled}, None, 7, 50) == evaluate({"a": a_table(one=GOOD)}, None, 7, 50)


def test_scores_of_other_rows_are_refused():
    other = a_table(one=GOOD).set_column(0, "group", pa.array(GROUPS + 1))

    with pytest.raises(ValueError, match="not scored on the same rows"):
        evaluate({"a": a_table(one=GOOD), "b": other}, None, 7, 50)


def test_nothing_to_evaluate_is_said():
    with pytest.raises(ValueError, match="no candidate"):
        evaluate({"champion": a_table(old=BAD)}, "old", 7)


def test_the_job_reads_each_candidates_folder_and_writes_what_it_found(tmp_path):
    paths = MlPaths(tmp_path)
    elsewhere = tmp_path / "elsewhere"
    for folder in (paths.processing_input("scores") / "a", elsewhere):
        folder.mkdir(parents=True)
        parquet.write_table(a_table(one=GOOD), folder / "scores.parquet")
    (paths.processing_input("scores") / "b").symlink_to(elsewhere)

    run_evaluation(evaluate, paths, seed=1)

    written = json.loads((paths.processing_output("evaluation") / "evaluation.json").read_text())
    assert [one["candidate"] for one in written["candidates"]] == ["a", "b"]
