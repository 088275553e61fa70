import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression
from text.sampling import thin_negatives


def purchases(groups=200, negatives=50):
    numbers = np.repeat(np.arange(groups), negatives + 1)
    labels = np.zeros(len(numbers), np.int8)
    labels[:: negatives + 1] = 1
    return numbers, labels


def test_a_sample_holds_whole_groups_with_a_few_of_their_own_negatives():
    groups, labels = purchases()

    sample = thin_negatives(groups, labels, 4, 500, seed=7)

    assert (sample.positives, sample.negatives) == (100, 400)
    assert len(np.unique(sample.rows)) == len(sample.rows) == 500
    for group in np.unique(groups[sample.rows]):
        inside = sample.rows[groups[sample.rows] == group]
        assert (len(inside), labels[inside].sum()) == (5, 1)


def test_epochs_read_different_rows_and_a_seed_fixes_them():
    groups, labels = purchases()

    first, second, again = (thin_negatives(groups, labels, 4, 500, 7, part).rows for part in (0, 1, 0))

    assert np.array_equal(first, again)
    assert not set(groups[first]) & set(groups[second])


def test_groups_begin_again_when_epochs_have_read_them_all_with_other_negatives():
    groups, labels = purchases(groups=10)

    first, second = (thin_negatives(groups, labels, 4, 10_000, 7, part).rows for part in (0, 1))

    assert set(groups[first]) == set(groups[second]) == set(range(10))
    assert not np.array_equal(first, second)


def test_keeping_every_negative_needs_no_correction():
    groups, labels = purchases()

    assert thin_negatives(groups, labels, 50, 10**6, 7).logit_correction == 0.0


def test_the_correction_brings_a_thinned_model_back_to_the_true_probabilities():
    random = np.random.default_rng(5)
    feature = random.normal(size=60_000)
    truth = 1 / (1 + np.exp(-(1.5 * feature - 4)))
    labels = (random.random(60_000) < truth).astype(np.int8)
    groups = np.arange(60_000) // 20

    sample = thin_negatives(groups, labels, 2, 10**6, seed=7)
    fitted = LogisticRegression(C=1e6).fit(feature[sample.rows, None], labels[sample.rows])
    logits = fitted.decision_function(feature[:, None])
    corrected = 1 / (1 + np.exp(-(logits + sample.logit_correction)))
    uncorrected = 1 / (1 + np.exp(-logits))

    assert corrected.mean() == pytest.approx(labels.mean(), rel=0.15)
    assert uncorrected.mean() > 2 * labels.mean()
    assert np.abs(corrected - truth).mean() < 0.25 * np.abs(uncorrected - truth).mean()


def test_data_without_a_purchase_is_refused():
    with pytest.raises(ValueError, match="no positive row"):
        thin_negatives(np.arange(4), np.zeros(4, np.int8), 4, 10, 7)
