"""Where a run's figures go: TensorBoard files, Weights & Biases by a setting, and the log SageMaker reads."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from torch.utils.tensorboard import SummaryWriter

from text.checkpoint import EpochMetrics

WANDB_MODES = ("off", "offline", "online")


@dataclass(frozen=True)
class Tracker:
    """Writes one epoch, then the final figures."""

    on_epoch: Callable[[EpochMetrics], None]
    finish: Callable[[Mapping[str, float]], None]


def open_tracker(folder: Path, wandb_mode: str, name: str, settings: Mapping[str, object]) -> Tracker:
    """Start tracking into `folder`. `offline` needs no key and no network: `wandb sync` sends its files later."""
    if wandb_mode not in WANDB_MODES:
        raise ValueError(f"wandb is {wandb_mode!r}; it must be one of {', '.join(WANDB_MODES)}")
    folder.mkdir(parents=True, exist_ok=True)
    board = SummaryWriter(str(folder / "tensorboard"))
    run = _wandb_run(folder, wandb_mode, name, settings)

    def on_epoch(epoch: EpochMetrics) -> None:
        losses = {"train_loss": epoch.train_loss, "validation_loss": epoch.validation_loss}
        if epoch.test_loss is not None:
            losses["test_loss"] = epoch.test_loss
        for key, value in losses.items():
            board.add_scalar(key, value, epoch.epoch + 1)
        if run:
            run.log({**losses, "epoch": epoch.epoch + 1})
        figures = "; ".join(f"{key}={value:.5f}" for key, value in losses.items())
        print(f"epoch={epoch.epoch + 1}; {figures}", flush=True)

    def finish(metrics: Mapping[str, float]) -> None:
        for key, value in metrics.items():
            board.add_scalar(f"final/{key}", value)
            print(f"{key}={value:.6f}", flush=True)
        board.close()
        if run:
            run.summary.update(dict(metrics))
            run.finish()

    return Tracker(on_epoch, finish)


def _wandb_run(folder: Path, mode: str, name: str, settings: Mapping[str, object]) -> "object | None":
    if mode == "off":
        return None
    import wandb

    os.environ.setdefault("WANDB_SILENT", "true")
    return wandb.init(dir=str(folder), mode=mode, project="perennial", name=name, config=dict(settings))
