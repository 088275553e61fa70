"""Several GPUs through torchrun: one process a GPU, gradients averaged by DistributedDataParallel."""

import os
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

import torch
from torch import distributed, nn

from common.devices import best_kind

LONGEST_WAIT = timedelta(minutes=10)  # for the others; after that one of them is lost, and the job fails
Batch = TypeVar("Batch")


@dataclass(frozen=True)
class World:
    """This process among its fellows; a lone process is rank 0 of 1."""

    rank: int = 0
    size: int = 1

    @property
    def is_first(self) -> bool:
        return self.rank == 0


def join_world(kind: str | None = None) -> World:
    """Meet the other processes when torchrun started us (WORLD_SIZE in the environment), each on a GPU of its own where
    there are any, or on the `kind` of device that is named."""
    size = int(os.environ.get("WORLD_SIZE", "1"))
    if size == 1:
        return World()
    kind = kind or best_kind()
    if kind == "cuda":
        torch.cuda.set_device(int(os.environ["LOCAL_RANK"]))
    distributed.init_process_group("nccl" if kind == "cuda" else "gloo", timeout=LONGEST_WAIT)
    return World(distributed.get_rank(), size)


def leave_world(world: World) -> None:
    if world.size > 1:
        distributed.destroy_process_group()


def share_of(batches: list[Batch], world: World) -> list[Batch]:
    """Every `size`-th batch, equally many for each process: a process with one more would wait for ever.

    Where there are fewer batches than processes, some are read by several, so that every process takes a step.
    """
    if 0 < len(batches) < world.size:
        return [batches[world.rank % len(batches)]]
    even = len(batches) - len(batches) % world.size
    return batches[:even][world.rank :: world.size]


def in_step(model: nn.Module, world: World, uses_all: bool = False) -> nn.Module:
    """The module to call for a training step; it averages gradients over the processes.

    `uses_all` says that every weight takes part in every step, which then need not be found out.
    """
    if world.size == 1:
        return model
    return nn.parallel.DistributedDataParallel(model, find_unused_parameters=not uses_all)


def any_says(flag: bool, world: World, device: torch.device) -> bool:
    """True for all when it is true for one, so that all stop at the same step."""
    if world.size == 1:
        return flag
    votes = torch.tensor([float(flag)], device=device)
    distributed.all_reduce(votes)
    return bool(votes.item() > 0)


def mean_over(total: float, rows: int, world: World, device: torch.device) -> float:
    """The mean over the rows of all processes, the same number for each of them."""
    if world.size == 1:
        return total / max(rows, 1)
    sums = torch.tensor([total, float(rows)], dtype=torch.float64, device=device)
    distributed.all_reduce(sums)
    return float(sums[0] / sums[1].clamp(min=1))
