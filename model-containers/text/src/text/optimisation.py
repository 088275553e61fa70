"""AdamW as BERT is usually fine-tuned with it: decay on matrices alone, a faster head, warm-up and decline."""

from collections.abc import Callable
from typing import Protocol

from torch import nn
from torch.optim import AdamW


class Rates(Protocol):
    """The part of a training configuration that the optimiser reads."""

    @property
    def learning_rate(self) -> float: ...
    @property
    def head_learning_rate(self) -> float: ...
    @property
    def weight_decay(self) -> float: ...


HEAD_NAMES = ("classifier", "score")
# The pooler too: a base that was trained for sentence vectors (MiniLM) never trained its own.
FAST_NAMES = (*HEAD_NAMES, "pooler")


def adamw(model: nn.Module, rates: Rates) -> AdamW:
    """Four groups: body and head, each with (matrices) and without (biases, norms) weight decay."""
    groups: dict[tuple[bool, bool], list[nn.Parameter]] = {}
    for name, parameter in model.named_parameters():
        if parameter.requires_grad:
            is_head = any(part in FAST_NAMES for part in name.split("."))
            groups.setdefault((is_head, parameter.ndim >= 2), []).append(parameter)
    if not groups:
        raise ValueError("no parameter is left to train; unfreeze some layers")
    return AdamW(
        [
            {
                "params": parameters,
                "lr": rates.head_learning_rate if is_head else rates.learning_rate,
                "weight_decay": rates.weight_decay if is_matrix else 0.0,
            }
            for (is_head, is_matrix), parameters in sorted(groups.items(), key=lambda group: group[0])
        ],
        fused=True,
    )


def warm_up_then_decline(total_steps: int, warmup_share: float) -> Callable[[int], float]:
    """The factor on the learning rate at each step."""
    warm = max(1, round(total_steps * warmup_share))

    def factor(step: int) -> float:
        if step < warm:
            return (step + 1) / warm
        return max(0.0, (total_steps - step) / max(1, total_steps - warm))

    return factor
