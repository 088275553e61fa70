import numpy as np
import pytest
from sklearn.metrics import log_loss
from text.stacking import Stacker, cross_fitted, fit_stacker, weighted_log_loss


def overconfident(rows=6000, seed=3):
    """Logits three times too large, beside the truth that made the labels."""
    random = np.random.default_rng(seed)
    true_logit = random.normal(-2, 1, rows)
    labels = (random.random(rows) < 1 / (1 + np.exp(-true_logit))).astype(np.int8)
    return true_logit, 3 * true_logit + 1, labels


def test_calibration_brings_overconfident_logits_back_to_the_truth():
    _, logits, labels = overconfident()

    stacker = fit_stacker(("bert",), logits[:, None], labels, np.ones(len(labels)))
    _, fresh, fresh_labels = overconfident(seed=4)

    assert stacker.weights[0] == pytest.approx(1 / 3, abs=0.05)
    raw = 1 / (1 + np.exp(-fresh))
    assert log_loss(fresh_labels, stacker.probabilities(fresh[:, None])) < 0.8 * log_loss(fresh_labels, raw)


def test_calibration_does_not_hurt_logits_that_are_right():
    true_logit, _, labels = overconfident()

    stacker = fit_stacker(("bert",), true_logit[:, None], labels, np.ones(len(labels)))
    fresh, _, fresh_labels = overconfident(seed=4)

    plain = log_loss(fresh_labels, 1 / (1 + np.exp(-fresh)))
    assert log_loss(fresh_labels, stacker.probabilities(fresh[:, None])) < plain + 1e-3


def test_a_member_of_pure_noise_gets_no_say_and_one_that_is_wrong_is_not_turned_around():
    true_logit, _, labels = overconfident()
    noise = np.random.default_rng(9).normal(size=len(labels))

    stacker = fit_stacker(
        ("a", "noise", "wrong"), np.column_stack([true_logit, noise, -true_logit]), labels, np.ones(len(labels))
    )

    assert stacker.weights[0] > 0.8
    assert stacker.weights[1] < 0.1
    assert stacker.weights[2] >= 0


def test_two_half_right_members_beat_either():
    random = np.random.default_rng(5)
    one, two = random.normal(size=(2, 6000))
    labels = (random.random(6000) < 1 / (1 + np.exp(-(one + two - 2)))).astype(np.int8)
    ones = np.ones(6000)

    def loss(*columns):
        logits = np.column_stack(columns)
        return log_loss(labels, cross_fitted(tuple("ab"[: len(columns)]), logits, labels, ones, np.arange(6000) // 10))

    assert loss(one, two) < min(loss(one), loss(two)) - 0.02


def test_weights_of_rows_stand_for_rows_left_out():
    true_logit, _, labels = overconfident(rows=20_000)
    kept = (labels == 1) | (np.random.default_rng(1).random(len(labels)) < 0.2)
    weights = np.where(labels == 1, 1.0, 5.0)

    whole = fit_stacker(("a",), true_logit[:, None], labels, np.ones(len(labels)))
    thinned = fit_stacker(("a",), true_logit[kept, None], labels[kept], weights[kept])

    assert thinned.intercept == pytest.approx(whole.intercept, abs=0.1)
    assert thinned.weights[0] == pytest.approx(whole.weights[0], abs=0.1)


def test_cross_fitting_never_scores_a_purchase_with_a_stacker_that_saw_it():
    true_logit, _, labels = overconfident(rows=1000)
    groups = np.arange(1000) // 10
    changed = labels.copy()
    changed[groups == 99] = 1 - changed[groups == 99]

    before, after = (
        cross_fitted(("a",), true_logit[:, None], answers, np.ones(1000), groups) for answers in (labels, changed)
    )

    assert np.array_equal(before[groups >= 80], after[groups >= 80])
    assert not np.array_equal(before[groups < 80], after[groups < 80])


@pytest.mark.parametrize("purchases", [1, 2])
def test_where_no_other_purchase_is_left_to_learn_from_members_count_alike(purchases):
    groups = np.repeat(np.arange(purchases), 4)
    labels = np.zeros(len(groups), np.int8)
    labels[0] = 1
    logits = np.random.default_rng(1).normal(size=(len(groups), 2))

    answers = cross_fitted(("a", "b"), logits, labels, np.ones(len(groups)), groups)

    first = groups == 0
    assert answers[first] == pytest.approx(1 / (1 + np.exp(-logits[first].mean(axis=1))))


def test_extreme_logits_give_finite_losses():
    stacker = Stacker(("a",), (1.0,), 0.0)

    answers = stacker.probabilities(np.array([[1e9], [-1e9]]))

    assert np.isfinite(weighted_log_loss(answers, np.array([0, 1], np.int8), np.ones(2)))


def test_one_kind_of_label_is_refused():
    with pytest.raises(ValueError, match="calibration needs purchases"):
        fit_stacker(("a",), np.zeros((3, 1)), np.zeros(3, np.int8), np.ones(3))
