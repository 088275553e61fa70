import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import log_loss
from text.cascade import CascadeRows, best_of_groups, cross_fitted_cascade, fit_cascade

PURCHASES, CANDIDATES = 400, 20


def a_world(seed=5):
    """Purchases whose truth is half in what trees and tower say and half in what BERT says."""
    random = np.random.default_rng(seed)
    rows = PURCHASES * CANDIDATES
    bert, trees, tower = random.normal(size=(3, rows))
    labels = (random.random(rows) < 1 / (1 + np.exp(-(bert + trees + tower - 4)))).astype(np.int8)
    groups = np.arange(rows) // CANDIDATES
    return CascadeRows(bert, np.column_stack([trees, tower]), labels, np.ones(rows), groups)


def fitted(rows, depth):
    return fit_cascade(rows, rows.groups, rows.members, np.arange(len(rows.labels)), depth)


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 9)), min_size=1, max_size=60), st.integers(1, 6))
def test_the_best_of_each_group_are_as_many_as_asked_for_and_none_is_below_one_left_out(rows, depth):
    groups, scores = (np.array(column) for column in zip(*rows, strict=True))

    chosen = best_of_groups(groups, scores.astype(float), depth)

    for group in set(groups.tolist()):
        inside = groups == group
        assert chosen[inside].sum() == min(depth, inside.sum())
        left = scores[inside & ~chosen]
        assert not len(left) or left.max() <= scores[inside & chosen].min()


def test_a_candidate_that_bert_did_not_read_has_the_probability_of_trees_and_tower():
    rows = a_world()
    cascade, is_read = fitted(rows, 5)

    answers = cascade.probabilities(rows.bert, rows.members, is_read)
    otherwise = cascade.probabilities(-rows.bert, rows.members, is_read)

    assert (answers[~is_read] == cascade.first.probabilities(rows.members)[~is_read]).all()
    assert (answers[~is_read] == otherwise[~is_read]).all()
    assert (answers[is_read] != otherwise[is_read]).any()


def test_the_deeper_bert_reads_the_less_is_lost_and_the_probabilities_stay_calibrated():
    rows = a_world()

    losses = {}
    for depth in (1, 5, CANDIDATES):
        _, is_read = fitted(rows, depth)
        answers = cross_fitted_cascade(rows, is_read)
        losses[depth] = log_loss(rows.labels, answers)
        assert answers.mean() == pytest.approx(rows.labels.mean(), abs=0.005)

    assert losses[CANDIDATES] < losses[5] < losses[1]


def test_a_stage_that_reads_no_purchase_learns_from_all_rows():
    rows = a_world()
    labels = np.where(best_of_groups(rows.groups, rows.members.sum(axis=1), 2), 0, rows.labels).astype(np.int8)

    cascade, is_read = fitted(CascadeRows(rows.bert, rows.members, labels, rows.weights, rows.groups), 1)

    assert is_read.sum() == PURCHASES
    assert np.isfinite(cascade.probabilities(rows.bert, rows.members, is_read)).all()
    assert np.isfinite(cross_fitted_cascade(rows, is_read)).all()


def test_a_single_purchase_among_the_rows_that_bert_read_can_be_cross_fitted():
    rows = a_world()
    few = rows.groups < 5
    labels = np.zeros(few.sum(), np.int8)
    labels[3] = 1
    small = CascadeRows(rows.bert[few], rows.members[few], labels, np.ones(few.sum()), rows.groups[few])

    answers = cross_fitted_cascade(small, np.ones(few.sum(), bool))

    assert np.isfinite(answers).all()
    assert 0 < answers.min() <= answers.max() < 1
