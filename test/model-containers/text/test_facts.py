import numpy as np
import pytest
from text.facts import SHARED, choose_facts


def telling_data(rows=2000):
    random = np.random.default_rng(1)
    features = random.normal(size=(rows, 3)).astype(np.float32)
    labels = (random.random(rows) < 1 / (1 + np.exp(-3 * features[:, 1]))).astype(np.int8)
    return features, ("f_noise", "f_customer_orders", "f_other"), labels


def test_the_feature_that_decides_is_told_first():
    features, names, labels = telling_data()

    facts = choose_facts(features, names, labels, 1, seed=7, threads=1)

    assert facts.names == ("f_customer_orders",)


@pytest.mark.parametrize("threads", [1, 2])
def test_lightgbm_does_not_choose_between_rows_and_columns_by_the_clock(monkeypatch, capfd, threads):
    monkeypatch.setitem(SHARED, "verbose", 1)

    choose_facts(*telling_data(), 3, seed=7, threads=threads)

    said = capfd.readouterr().out
    assert "[LightGBM] [Info]" in said
    assert "Auto-choosing" not in said


def test_a_fact_is_a_word_and_a_level_before_the_text():
    features, names, labels = telling_data()
    facts = choose_facts(features, names, labels, 1, seed=7, threads=1)
    some = np.array([[0, -9, 0], [0, 9, 0], [0, np.nan, 0]], np.float32)

    told = facts.describe(some, names, ["mug", "lamp", "bag"])

    assert told == ["orders 0 : mug", "orders 9 : lamp", "orders none : bag"]


def test_no_facts_leave_the_text_alone():
    features, names, labels = telling_data()

    facts = choose_facts(features, names, labels, 0, seed=7, threads=1)

    assert facts.describe(features[:1], names, ["mug"]) == ["mug"]
