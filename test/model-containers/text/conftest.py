"""A BERT of two thin layers and a vocabulary of its own, so that a whole training takes a second."""

import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch
from text.base_models import BaseClassifier, open_base
from text.encoding import PairEncoder
from text.train import LabelledRows, TrainingData
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors
from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

sys.path.insert(0, str(Path(__file__).parent))

torch.set_num_threads(1)  # two threads that wait for each other take longer over such small matrices

WORDS = ["red", "blue", "green", "mug", "lamp", "bag", "tin", "heart", "paper", "candle"]


@pytest.fixture(scope="session")
def tiny_base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in Hugging Face's layout with random weights."""
    folder = tmp_path_factory.mktemp("tiny-bert")
    vocabulary = {word: number for number, word in enumerate(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "a", *WORDS])}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]",
        pair="[CLS] $A [SEP] $B:1 [SEP]:1",
        special_tokens=[("[CLS]", 2), ("[SEP]", 3)],
    )
    PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, unk_token="[UNK]", pad_token="[PAD]", cls_token="[CLS]", sep_token="[SEP]"
    ).save_pretrained(folder)
    torch.manual_seed(1)
    BertModel(
        BertConfig(
            vocab_size=len(vocabulary),
            hidden_size=32,
            num_hidden_layers=2,
            num_attention_heads=4,
            intermediate_size=64,
            max_position_embeddings=64,
            hidden_dropout_prob=0.1,
        )
    ).save_pretrained(folder)
    return folder


@pytest.fixture
def open_tiny(tiny_base: Path) -> Callable[..., BaseClassifier]:
    """Opens the tiny base with the same head each time."""

    def open_(num_labels: int = 1) -> BaseClassifier:
        torch.manual_seed(2)
        return open_base(str(tiny_base), num_labels)

    return open_


@pytest.fixture
def colour_data(open_tiny: Callable[..., BaseClassifier]) -> Callable[..., TrainingData]:
    """Rows without noise: bought when the candidate has the colour of the history."""
    encoder = PairEncoder(open_tiny().tokenizer, max_tokens=16)

    def rows(count: int, seed: int) -> LabelledRows:
        random = np.random.default_rng(seed)
        colours = random.integers(0, 3, size=(count, 2))
        things = random.integers(3, len(WORDS), size=(count, 2))
        texts = [[f"{WORDS[colours[i, side]]} {WORDS[things[i, side]]}" for i in range(count)] for side in (0, 1)]
        labels = (colours[:, 0] == colours[:, 1]).astype(np.int64)
        return LabelledRows(encoder.encode_pairs(*texts), labels)

    def data(training: int = 256, epochs: int = 2, test_seed: int | None = 3) -> TrainingData:
        return TrainingData(
            rows(training, 1),
            tuple(np.arange(training) for _ in range(epochs)),
            rows(96, 2),
            rows(64, test_seed) if test_seed is not None else None,
        )

    return data
