import numpy as np
import pytest
from text.batches import shuffled_batches, sorted_batches
from text.encoding import PairEncoder, pad


@pytest.fixture
def tokenizer(open_tiny):
    return open_tiny().tokenizer


def test_a_pair_is_what_the_tokenizer_itself_would_make(tokenizer):
    rows = PairEncoder(tokenizer, 16).encode_pairs(["red mug blue"], ["green bag"])

    expected = tokenizer.encode("red mug blue", "green bag")
    assert rows.ids[0].tolist() == expected.ids
    assert rows.types[0].tolist() == expected.type_ids


def test_a_single_text_is_what_the_tokenizer_itself_would_make(tokenizer):
    rows = PairEncoder(tokenizer, 16).encode_texts(["red mug blue"])

    assert rows.ids[0].tolist() == tokenizer.encode("red mug blue").ids


def test_a_long_history_loses_its_end_and_the_candidate_stays(tokenizer):
    rows = PairEncoder(tokenizer, 10, candidate_share=0.5).encode_pairs(["red " * 3 + "blue " * 50], ["green bag tin"])

    assert tokenizer.decode(rows.ids[0], skip_special_tokens=False) == (
        "[CLS] red red red blue [SEP] green bag tin [SEP]"
    )


def test_a_long_candidate_cannot_push_the_history_out(tokenizer):
    rows = PairEncoder(tokenizer, 13, candidate_share=0.4).encode_pairs(["red " * 50], ["green " * 50])

    tokens = tokenizer.decode(rows.ids[0], skip_special_tokens=False).split()
    assert (tokens.count("red"), tokens.count("green"), len(tokens)) == (6, 4, 13)


@pytest.mark.parametrize("text", ["", "   ", "nothing known here", "\x00\ud7ff", "红色 马克杯"])
def test_any_text_gives_a_row(tokenizer, text):
    encoder = PairEncoder(tokenizer, 12)

    assert 3 <= len(encoder.encode_pairs([text], [text]).ids[0]) <= 12
    assert len(encoder.encode_texts([text])) == 1


def test_padding_is_masked_and_rows_keep_their_order(tokenizer):
    rows = PairEncoder(tokenizer, 16).encode_pairs(["red", "red blue green"], ["mug", "mug bag"])

    batch = pad(rows, [1, 0])

    assert batch["input_ids"].shape == (2, 8)
    assert batch["attention_mask"].sum(axis=1).tolist() == [8, 5]
    assert batch["input_ids"][1, :5].tolist() == rows.ids[0].tolist()


def test_too_small_a_limit_is_refused(tokenizer):
    with pytest.raises(ValueError, match="needs at least"):
        PairEncoder(tokenizer, 4)


def test_batches_hold_every_row_once_in_an_order_fixed_by_the_seed():
    lengths = np.random.default_rng(0).integers(5, 60, 1000)
    rows = np.arange(0, 1000, 2)

    batches = shuffled_batches(rows, lengths, 16, seed=3)

    assert sorted(np.concatenate(batches)) == rows.tolist()
    assert all(
        np.array_equal(one, two) for one, two in zip(batches, shuffled_batches(rows, lengths, 16, 3), strict=True)
    )
    assert not np.array_equal(batches[0], shuffled_batches(rows, lengths, 16, 4)[0])


def test_bucketing_leaves_little_padding():
    lengths = np.random.default_rng(0).integers(5, 60, 1600)

    padded = sum(len(batch) * lengths[batch].max() for batch in shuffled_batches(np.arange(1600), lengths, 16, 3))

    assert padded < 1.15 * lengths.sum()


def test_scoring_batches_cover_every_row_once():
    lengths = np.random.default_rng(0).integers(5, 60, 130)

    assert sorted(np.concatenate(list(sorted_batches(lengths, 64)))) == list(range(130))
