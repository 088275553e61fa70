import numpy as np
import pyarrow as pa
import pytest
from generator.byte_grams import ByteGrams
from generator.evaluate import evaluate
from generator.examples import plain_example
from generator.score import BASELINE
from generator.shop_texts import MOST_JUDGED
from generator.tokens import Tokens
from written_catalogue import a_text

SIZES = np.arange(60, 120)


def scored(per_byte, scorer="compact", baseline=1.0, items=None):
    chance = np.random.default_rng(3)
    noise = 1 + 0.05 * chance.standard_normal(len(SIZES))
    return pa.table(
        {
            "item_id": items or [f"item-{number}" for number in range(len(SIZES))],
            "at": ["2026-01-01T00:00:00+00:00"] * len(SIZES),
            "bytes": SIZES,
            BASELINE: SIZES * baseline,
            scorer: SIZES * per_byte * noise,
        }
    )


def test_a_better_candidate_is_clearly_below_the_baseline():
    evaluation = evaluate({"compact": scored(0.7)}, None, 7)

    [comparison] = evaluation["comparisons"]
    assert comparison["against"] == "byte-grams"
    assert comparison["high"] < 0
    assert evaluation["candidates"][0]["log_loss"] == pytest.approx(0.7, abs=0.02)
    assert evaluation["positives"] == len(SIZES)


def test_the_champion_is_compared_with_on_the_same_texts():
    tables = {"compact": scored(0.7), "champion": scored(0.6, scorer="lora")}

    evaluation = evaluate(tables, "lora", 7)

    against = {one["against"]: one for one in evaluation["comparisons"]}
    assert against["champion"]["low"] > 0
    assert [one["candidate"] for one in evaluation["candidates"]] == ["compact"]


def test_candidates_that_were_scored_on_other_texts_are_refused():
    others = [f"other-{number}" for number in range(len(SIZES))]

    with pytest.raises(ValueError, match="same texts"):
        evaluate({"one": scored(0.7), "two": scored(0.7, items=others)}, None, 7)


def test_the_baseline_knows_what_it_read_and_is_a_distribution():
    grams = ByteGrams.fit(["the lamp is warm"] * 5)

    assert grams.nats("the lamp is warm") < 0.2 * grams.nats("zq xv jk wp qqzz")
    total = sum(grams._probability(b"the ", byte) for byte in range(256))
    assert total == pytest.approx(1, abs=1e-9)


def test_a_long_text_is_judged_by_its_beginning_and_every_byte_of_it_is_paid_for(tmp_path):
    long = " ".join(f"Sentence {number} says that this lamp is as good as any." for number in range(60))
    one = a_text(1, text=long)

    judged = plain_example(one).target
    tokens = Tokens.train([long], 300)

    assert long.startswith(judged)
    assert 400 < len(judged.encode()) <= MOST_JUDGED
    assert tokens.read(tokens.judged(judged)) == judged
    assert plain_example(a_text(1, text="一" * 2_000)).target == "一" * (MOST_JUDGED // 3)
