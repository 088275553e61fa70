"""Clusters that are found, named and kept; a churn risk only where it holds."""

import gzip
import json
import tracemalloc
from dataclasses import replace

import numpy as np
import pytest
from common.contracts import check_contract
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from insights.profiles.churn import fit_churn
from insights.profiles.keep import Memory
from insights.profiles.lines import PART, profile_lines
from insights.profiles.refresh import find_clusters, refresh
from profile_world import a_shop, churn_rows, encode

SEED = 7


def clusters_of(tables, before=None):
    return find_clusters(tables, encode, "fake", before or Memory(), SEED)


def kinds_by_cluster(tables, found):
    groups = {}
    for row in tables.facts.to_dict("records"):
        groups.setdefault(found.of[row["subject"]], set()).add(row["categories"][0]["value"])
    return groups


def test_finds_as_many_clusters_as_there_are_kinds_of_customers():
    shop = a_shop()

    found = clusters_of(shop)

    assert [len(one) for one in kinds_by_cluster(shop, found).values()] == [1, 1, 1]
    assert found.report["basis"]["mode"] == "model"
    assert sum(one["share"] for one in found.report["found"]) == pytest.approx(1, abs=1e-3)


def test_names_each_cluster_by_what_it_is_about_and_no_two_alike():
    shop = a_shop()

    found = clusters_of(shop)

    kinds = {cluster: next(iter(kinds)) for cluster, kinds in kinds_by_cluster(shop, found).items()}
    for one in found.report["found"]:
        assert {"kind": "category", "value": kinds[one["id"]]}.items() <= one["naming"][0].items()
    names = [json.dumps([[*trait.values()][:2] for trait in one["naming"]]) for one in found.report["found"]]
    assert len(set(names)) == 3


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 10**6))
def test_neither_the_order_nor_the_names_of_customers_change_a_cluster(seed):
    shop = a_shop()
    random = np.random.default_rng(seed)
    alias = {subject: f"x{number}" for number, subject in enumerate(random.permutation(shop.facts["subject"]))}
    facts = shop.facts.sample(frac=1, random_state=seed).assign(subject=lambda frame: frame["subject"].map(alias))
    told = shop.attention.sample(frac=1, random_state=seed).assign(subject=lambda frame: frame["subject"].map(alias))

    before, after = clusters_of(shop), clusters_of(replace(shop, facts=facts, attention=told))

    assert {subject: after.of[alias[subject]] for subject in before.of} == before.of
    assert after.report == before.report


def test_a_second_refresh_with_other_customers_keeps_ids_and_names():
    first = clusters_of(a_shop(seed=1))
    second_shop = a_shop(each=55, seed=2, names="later-{}")

    second = clusters_of(second_shop, first.memory)

    def named(found):
        return {one["id"]: [list(trait.values())[:2] for trait in one["naming"]] for one in found.report["found"]}

    assert named(second) == named(first)
    assert all(one["isKept"] for one in second.report["found"])
    fresh = clusters_of(second_shop)
    assert len(set(fresh.of.values())) == len(set(second.of.values()))


def test_a_new_kind_of_customer_gets_a_new_id_and_a_lost_id_is_not_given_again():
    first = clusters_of(a_shop(each=60, kinds=("lamp", "mug")))
    second_shop = a_shop()

    second = clusters_of(second_shop, first.memory)

    kinds = kinds_by_cluster(second_shop, second)
    (of_scarfs,) = [cluster for cluster, found in kinds.items() if found == {"scarf"}]
    assert of_scarfs not in set(first.of.values())
    third = clusters_of(a_shop(each=60, kinds=("lamp", "mug")), second.memory)
    assert set(third.of.values()) == set(first.of.values())
    assert third.memory.next_number == second.memory.next_number


def test_too_few_customers_have_no_cluster_and_the_report_says_what_is_missing():
    found = clusters_of(a_shop(each=10))

    assert found.of == {}
    basis = found.report["basis"]
    assert (basis["mode"], basis["reason"]) == ("rules", "too-few-customers")
    assert basis["has"]["customers"] < basis["needs"]["customers"]


def test_customers_who_differ_in_nothing_but_chance_have_no_clusters():
    shop = a_shop(each=300, kinds=("mug",))
    random = np.random.default_rng(1)
    chance = {
        name: np.round(np.exp(random.normal(5, 0.3, len(shop.facts))))
        for name in ("views", "spent", "orders", "price_median", "dwell_seconds", "days_since_visit")
    }
    told = shop.attention.assign(weight=1.0)

    found = clusters_of(replace(shop, facts=shop.facts.assign(**chance), attention=told))

    assert (found.of, found.report["basis"]["reason"]) == ({}, "no-structure")


def test_churn_is_claimed_where_it_holds_on_a_later_window():
    churn = fit_churn(churn_rows(), 14, 90, SEED)

    assert churn.basis.mode == "model"
    assert churn.calibration["brier"] < churn.calibration["baseRateBrier"]
    assert churn.calibration["difference"]["high"] < 0
    assert len(churn.risks) == 300
    assert sum(one["customers"] for one in churn.calibration["reliability"]) == 300


def test_churn_that_nothing_tells_is_not_claimed_but_reported():
    churn = fit_churn(churn_rows(strength=0.0), 14, 90, SEED)

    assert (churn.basis.mode, churn.basis.reason, churn.risks) == ("rules", "not-better-than-base-rate", {})
    assert churn.calibration["difference"]["high"] >= 0


def test_churn_below_its_minimum_is_neither_claimed_nor_judged():
    few = fit_churn(churn_rows(each=60), 14, 90, SEED)
    short = fit_churn(None, None, 20, SEED)

    assert (few.basis.reason, few.risks, few.calibration) == ("too-few-customers", {}, None)
    assert few.basis.has["buyers"] == 60 < few.basis.needs["buyers"]
    assert (short.basis.reason, short.basis.has) == ("too-short-history", {"historyDays": 20})


def test_the_outcomes_of_the_last_window_change_no_prediction():
    rows = churn_rows()
    is_test = rows["role"] == "test"
    flipped = rows.assign(churned=rows["churned"].where(~(is_test & (rows.index % 10 == 0)), 1 - rows["churned"]))

    before, after = fit_churn(rows, 14, 90, SEED), fit_churn(flipped, 14, 90, SEED)

    assert before.risks == after.risks != {}
    assert before.calibration["brier"] != after.calibration["brier"]


@pytest.mark.parametrize("each", [1, 40])
def test_what_a_refresh_writes_is_what_the_contracts_say(tmp_path, each):
    shop = a_shop(each=each, rows=churn_rows(), horizon=14)

    report, memory = refresh(shop, encode, "fake", Memory(), tmp_path, SEED)

    check_contract("ProfileReport", json.loads((tmp_path / "report.json").read_text()))
    lines = [
        json.loads(line)
        for part in sorted(tmp_path.glob("part-*.jsonl.gz"))
        for line in gzip.decompress(part.read_bytes()).decode().splitlines()
    ]
    for line in lines:
        check_contract("ProfileLine", line)
    assert len(lines) == report["customers"] == 3 * each
    assert (report["scale"] is None) == (each == 1)
    memory.write(tmp_path)
    assert Memory.read(tmp_path).next_number == memory.next_number
    assert [one.id for one in Memory.read(tmp_path).clusters] == [f"c{n + 1}" for n in range(3 if each == 40 else 0)]


def peak_bytes(work):
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_lines_of_many_customers_take_no_more_memory_than_those_of_a_few():
    facts = a_shop(each=3 * PART).facts
    one_part = facts.iloc[:PART]

    def written(part):
        return [line["customer"] for line in profile_lines(part, {}, {})]

    assert written(facts) == facts["subject"].tolist()
    assert peak_bytes(lambda: written(facts)) < 2 * peak_bytes(lambda: written(one_part))


def test_the_same_tables_twice_give_the_same_bytes(tmp_path):
    shop = a_shop(rows=churn_rows(), horizon=14)

    for name in ("a", "b"):
        refresh(shop, encode, "fake", Memory(), tmp_path / name, SEED)

    for file in (tmp_path / "a").iterdir():
        assert file.read_bytes() == (tmp_path / "b" / file.name).read_bytes(), file.name


def test_an_empty_shop_is_refreshed_to_nothing(tmp_path):
    shop = a_shop()
    empty = replace(shop, facts=shop.facts.iloc[:0], attention=shop.attention.iloc[:0])

    report, _ = refresh(empty, encode, "fake", Memory(), tmp_path, SEED)

    assert (report["customers"], report["parts"], report["scale"]) == (0, 0, None)
