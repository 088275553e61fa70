"""The picture of a training run: losses per epoch and the epoch that was kept."""

from collections.abc import Sequence
from pathlib import Path

import matplotlib

matplotlib.use("Agg")
from matplotlib import pyplot
from matplotlib.ticker import MaxNLocator

from text.checkpoint import EpochMetrics


def plot_curve(epochs: Sequence[EpochMetrics], best_epoch: int, title: str, folder: Path) -> None:
    """Write curve.svg and curve.png into `folder`."""
    figure, axes = pyplot.subplots(figsize=(6.4, 4.0), layout="constrained")
    numbers = [epoch.epoch + 1 for epoch in epochs]
    axes.plot(numbers, [epoch.train_loss for epoch in epochs], marker="o", label="training")
    axes.plot(numbers, [epoch.validation_loss for epoch in epochs], marker="o", label="validation")
    if all(epoch.test_loss is not None for epoch in epochs):
        axes.plot(numbers, [epoch.test_loss for epoch in epochs], marker="o", ls=":", label="test (only reported)")
    axes.axvline(best_epoch + 1, color="grey", ls="--", lw=1, label=f"kept: epoch {best_epoch + 1}")
    axes.set(title=title, xlabel="epoch", ylabel="mean log loss a row")
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.grid(alpha=0.3)
    axes.legend()
    for kind in ("svg", "png"):
        figure.savefig(folder / f"curve.{kind}", dpi=120, metadata={"Date": None} if kind == "svg" else None)
    pyplot.close(figure)
