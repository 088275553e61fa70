"""The hyperparameters of an intent model, parsed once from the strings that SageMaker hands over."""

from collections.abc import Mapping
from dataclasses import dataclass, fields

from common.hyperparameters import check_choice, check_range, read_settings

from text.base_models import PACKAGED_MINILM
from text.precision import PRECISIONS
from text.settings import TUNINGS
from text.train import TrainConfig


@dataclass(frozen=True)
class IntentSettings:
    """Defaults suit a few thousand inquiries on a CPU; `max_seconds` bounds the fine-tuning on any machine."""

    base_model: str = PACKAGED_MINILM
    tuning: str = "lora"  # or full
    lora_rank: int = 16
    epochs: int = 8
    batch_size: int = 32
    learning_rate: float = 0.0  # 0 takes what suits the tuning
    head_learning_rate: float = 1e-3
    weight_decay: float = 0.01
    warmup_share: float = 0.1
    max_gradient_norm: float = 1.0
    patience: int = 2
    precision: str = "auto"
    max_tokens: int = 64
    validation_share: float = 0.1  # of the training rows, where no validation channel is given
    rejected_share: float = 0.05  # of known inquiries that may be taken for unknown ones
    tolerated_accuracy_loss: float = 0.003  # by int8
    max_seconds: float = 600.0  # of fine-tuning, in processor time a thread; 0 means no limit
    seed: int = 7

    @staticmethod
    def parse(strings: Mapping[str, str]) -> "IntentSettings":
        settings = read_settings(IntentSettings, strings)
        settings._check()
        return settings

    def train_config(self) -> TrainConfig:
        shared = {field.name for field in fields(TrainConfig)} & {field.name for field in fields(self)}
        values = {name: getattr(self, name) for name in shared}
        return TrainConfig(**{**values, "learning_rate": self.learning_rate or RATE_OF[self.tuning]})

    def _check(self) -> None:
        check_range(self, RANGES)
        check_choice(self, "tuning", TUNINGS)
        check_choice(self, "precision", PRECISIONS)


# A low-rank addition starts at nothing and needs larger steps than weights that are already good.
RATE_OF = {"full": 1e-4, "lora": 1e-3}

RANGES: tuple[tuple[str, float, float], ...] = (
    ("lora_rank", 1, 256),
    ("epochs", 1, 100),
    ("batch_size", 1, 4096),
    ("learning_rate", 0.0, 1.0),
    ("head_learning_rate", 1e-8, 1.0),
    ("weight_decay", 0.0, 1.0),
    ("warmup_share", 0.0, 1.0),
    ("max_gradient_norm", 1e-3, 1e3),
    ("patience", 1, 100),
    ("max_tokens", 8, 512),
    ("validation_share", 0.02, 0.5),
    ("rejected_share", 0.0, 0.5),
    ("tolerated_accuracy_loss", 0.0, 1.0),
    ("max_seconds", 0, 10**6),
    ("seed", 0, 2**31 - 1),
)
