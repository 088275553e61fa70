"""The hyperparameters of a purchase model, parsed once from the strings that SageMaker hands over."""

from collections.abc import Mapping
from dataclasses import dataclass, fields

from common.hyperparameters import check_choice, check_range, read_settings

from text.base_models import PACKAGED_MINILM
from text.precision import PRECISIONS
from text.tracking import WANDB_MODES
from text.train import TrainConfig

TUNINGS = ("full", "lora")


@dataclass(frozen=True)
class PurchaseSettings:
    """Defaults suit a GPU and a real shop; `max_seconds` bounds the fine-tuning on whatever machine it runs."""

    base_model: str = PACKAGED_MINILM
    tuning: str = "full"  # or lora
    lora_rank: int = 8
    frozen_layers: int = 0  # lowest encoder layers kept as they were pre-trained
    train_embeddings: bool = False  # half of MiniLM's weights; word meanings rarely need to move
    epochs: int = 5
    batch_size: int = 16
    learning_rate: float = 2e-5
    head_learning_rate: float = 1e-3
    weight_decay: float = 0.01
    warmup_share: float = 0.1
    max_gradient_norm: float = 1.0
    patience: int = 2
    precision: str = "auto"
    max_tokens: int = 40
    facts: int = 6  # tabular features told to BERT in words; 0 leaves it the texts alone
    negatives_per_positive: int = 4  # of a purchase's 50; probabilities are corrected back
    rows_per_epoch: int = 20_000
    measured_rows: int = 3_000  # validation and test rows whose loss is measured after an epoch
    scored_negatives: int = 50  # of a validation purchase, for calibration; the kept ones count for the dropped
    max_seconds: float = 600.0  # of fine-tuning; 0 means no limit
    towers: int = 4  # text towers in the blend, each from a seed of its own
    boosters: int = 4  # boosted trees in the blend, likewise
    rerank_depth: int = 8  # candidates of a purchase that the blend has BERT read, so that a CPU answers in time
    tolerated_auc_loss: float = 0.005  # by int8
    wandb: str = "off"
    seed: int = 7

    @staticmethod
    def parse(strings: Mapping[str, str]) -> "PurchaseSettings":
        settings = read_settings(PurchaseSettings, strings)
        settings._check()
        return settings

    def train_config(self) -> TrainConfig:
        shared = {field.name for field in fields(TrainConfig)} & {field.name for field in fields(self)}
        return TrainConfig(**{name: getattr(self, name) for name in shared})

    def _check(self) -> None:
        check_range(self, RANGES)
        for name, choices in (("tuning", TUNINGS), ("precision", PRECISIONS), ("wandb", WANDB_MODES)):
            check_choice(self, name, choices)


RANGES: tuple[tuple[str, float, float], ...] = (
    ("lora_rank", 1, 256),
    ("frozen_layers", 0, 100),
    ("epochs", 1, 100),
    ("batch_size", 1, 4096),
    ("learning_rate", 1e-8, 1.0),
    ("head_learning_rate", 1e-8, 1.0),
    ("weight_decay", 0.0, 1.0),
    ("warmup_share", 0.0, 1.0),
    ("max_gradient_norm", 1e-3, 1e3),
    ("patience", 1, 100),
    ("max_tokens", 8, 512),
    ("facts", 0, 50),
    ("negatives_per_positive", 1, 10_000),
    ("rows_per_epoch", 16, 10**9),
    ("measured_rows", 16, 10**9),
    ("scored_negatives", 1, 10_000),
    ("max_seconds", 0, 10**6),
    ("towers", 1, 20),
    ("boosters", 1, 20),
    ("rerank_depth", 1, 500),
    ("tolerated_auc_loss", 0.0, 1.0),
    ("seed", 0, 2**31 - 1),
)
