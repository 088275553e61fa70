"""Hyperparameters, which SageMaker hands over as strings."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from common.hyperparameters import SettingsError, check_choice, check_range, read_settings


@dataclass(frozen=True)
class GeneratorSettings:
    """`family` is `compact`, learned from the shop's own texts alone, or `lora`, an addition to `base_model`."""

    family: str = "compact"
    base_model: str = ""
    vocabulary: int = 3000
    width: int = 144
    layers: int = 4
    heads: int = 4
    inner: int = 384
    epochs: int = 8
    batch_size: int = 24
    learning_rate: float = 4e-3
    dropout: float = 0.1
    patience: int = 3
    max_seconds: float = 180.0
    threads: int = 0
    seed: int = 7
    lora_rank: int = 8
    lora_alpha: int = 16
    lora_learning_rate: float = 2e-4
    max_length: int = 512

    @classmethod
    def parse(cls, given: Mapping[str, str]) -> Self:
        settings = read_settings(cls, given)
        check_choice(settings, "family", ("compact", "lora"))
        check_range(settings, RANGES)
        if settings.family == "lora" and not settings.base_model:
            raise SettingsError("family lora needs base_model: a folder, s3://… or a hub id of an instruct model")
        if settings.width % (2 * settings.heads):
            raise SettingsError("width must be an even multiple of heads")
        return settings


RANGES: tuple[tuple[str, float, float], ...] = (
    ("vocabulary", 300, 100_000),  # a byte each and the signs of a wish are 272
    ("width", 2, 4096),
    ("layers", 1, 100),
    ("heads", 1, 256),
    ("inner", 1, 65_536),
    ("epochs", 1, 1000),
    ("batch_size", 1, 4096),
    ("learning_rate", 1e-8, 1.0),
    ("dropout", 0.0, 0.99),
    ("patience", 1, 1000),
    ("max_seconds", 0.001, 10**6),
    ("threads", 0, 1024),
    ("seed", 0, 2**31 - 1),
    ("lora_rank", 1, 256),
    ("lora_alpha", 1, 4096),
    ("lora_learning_rate", 1e-8, 1.0),
    ("max_length", 8, 100_000),
)
