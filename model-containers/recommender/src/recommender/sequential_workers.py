"""One sequential model trained by several workers, started and watched by torchrun's own machinery (torch elastic)."""

import os
import signal
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import torch
from common.devices import pick_device
from common.distributed import join_world, leave_world
from common.job import failure_written_to
from torch import nn
from torch.distributed.elastic.multiprocessing import DefaultLogsSpecs
from torch.distributed.elastic.multiprocessing.errors import ChildFailedError
from torch.distributed.launcher.api import LaunchConfig, elastic_launch

from recommender.sequential_fit import Fit, NextItemData, SequentialConfig, fit_network

GIVEN, LEARNT, FAILED = "given.pt", "learnt.pt", "failed-"
SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGQUIT)


class WorkerError(RuntimeError):
    """A worker failed, and the others were ended; the message is its own."""


@dataclass(frozen=True)
class Crew:
    size: int
    kind: str  # of device


def crew_of(asked: int | None, gpus: int) -> Crew:
    """One worker a GPU, or one on the CPU where there is none; more than there are GPUs all work on the CPU."""
    size = asked or max(gpus, 1)
    return Crew(size, "cuda" if size <= gpus else "cpu")


def fit_together(network: nn.Module, data: NextItemData, config: SequentialConfig, crew: Crew) -> Fit:
    """`fit_network` by a crew on this machine. No worker starts twice: the workflow repeats a job that failed."""
    with tempfile.TemporaryDirectory() as name, _own_signals():
        folder = Path(name)
        torch.save((network, data, config), folder / GIVEN)
        launch = LaunchConfig(
            min_nodes=1,
            max_nodes=1,
            nproc_per_node=crew.size,
            run_id=uuid.uuid4().hex,
            rdzv_backend="c10d",
            rdzv_endpoint="localhost:0",
            local_addr="localhost",
            max_restarts=0,
            logs_specs=DefaultLogsSpecs(name),
        )
        try:
            elastic_launch(launch, _work)(folder, crew)
        except ChildFailedError as error:
            raise WorkerError(_reason(error, folder)) from error
        state, fit = torch.load(folder / LEARNT, weights_only=False)
    network.load_state_dict(state)
    return fit


def _work(folder: Path, crew: Crew) -> None:
    with failure_written_to(folder / f"{FAILED}{os.environ['RANK']}"):
        torch.set_num_threads(max(1, torch.get_num_threads() // crew.size))
        world = join_world(crew.kind)
        network, data, config = torch.load(folder / GIVEN, weights_only=False)
        torch.manual_seed(config.seed + world.rank)
        fit = fit_network(network, data, config, pick_device(crew.kind), world)
        if world.is_first:
            torch.save((network.cpu().state_dict(), fit), folder / LEARNT)
        leave_world(world)


def _reason(error: ChildFailedError, folder: Path) -> str:
    """What the first to fail said. The others fail of its absence a moment later, and may be seen before it."""
    rank, failure = error.get_first_failure()
    told = sorted(folder.glob(f"{FAILED}*"), key=lambda file: file.stat().st_mtime_ns)
    was_killed = failure.exitcode < 0
    if was_killed or not told:
        return f"worker {rank}: {failure.message}"
    reason, _, _ = told[0].read_text().partition("\nTraceback")
    return f"worker {told[0].name.removeprefix(FAILED)}: {reason}"


@contextmanager
def _own_signals() -> Iterator[None]:
    """The launcher ends its workers on a signal, and would go on to answer signals when they are long gone."""
    before = {kind: signal.getsignal(kind) for kind in SIGNALS}
    try:
        yield
    finally:
        for kind, handler in before.items():
            if signal.getsignal(kind) is not handler:
                signal.signal(kind, handler)
