import numpy as np
import pytest
from generator.sampling import Sampling, chosen, without_repeats

# A decoder that is far from sure: the likeliest token has a tenth.
UNSURE = np.array([[0.0, 0.05, 0.1] + [0.85 / 997] * 997], np.float32)


@pytest.mark.parametrize("temperature", [0.0, 0.001, 0.01, 0.02])
def test_a_low_temperature_takes_the_likeliest_token_however_unsure_the_decoder_is(temperature):
    drawn = chosen(UNSURE.copy(), Sampling(temperature=temperature), np.random.default_rng(1))

    assert drawn.tolist() == [2]


def test_tokens_are_drawn_by_their_odds_from_the_nucleus_alone():
    odds = np.tile(np.array([0.6, 0.3, 0.1], np.float32), (4000, 1))

    drawn = chosen(odds, Sampling(temperature=1.0, top_p=0.85), np.random.default_rng(1))

    shares = np.bincount(drawn, minlength=3) / len(drawn)
    assert shares == pytest.approx([2 / 3, 1 / 3, 0], abs=0.03)


def test_a_run_of_four_is_not_written_twice():
    odds = without_repeats(np.ones((1, 9), np.float32), [[1, 2, 3, 4, 1, 2, 3]])

    assert np.flatnonzero(odds[0] == 0).tolist() == [4]
