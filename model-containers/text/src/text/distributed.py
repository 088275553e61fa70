"""Several GPUs through torchrun: one process a GPU, gradients averaged by DistributedDataParallel."""

import os
from dataclasses import dataclass

import torch
from torch import distributed, nn

from text.encoding import Ids


@dataclass(frozen=True)
class World:
    """This process among its fellows; a lone process is rank 0 of 1."""

    rank: int = 0
    size: int = 1

    @property
    def is_first(self) -> bool:
        return self.rank == 0


def join_world() -> World:
    """Meet the other processes when torchrun started us (WORLD_SIZE in the environment)."""
    size = int(os.environ.get("WORLD_SIZE", "1"))
    if size == 1:
        return World()
    if torch.cuda.is_available():
        torch.cuda.set_device(int(os.environ["LOCAL_RANK"]))
    distributed.init_process_group("nccl" if torch.cuda.is_available() else "gloo")
    return World(distributed.get_rank(), size)


def leave_world(world: World) -> None:
    if world.size > 1:
        distributed.destroy_process_group()


def share_of(batches: list[Ids], world: World) -> list[Ids]:
    """Every `size`-th batch, equally many for each process: a process with one more would wait for ever."""
    even = len(batches) - len(batches) % world.size if world.size > 1 else len(batches)
    return batches[:even][world.rank :: world.size]


def in_step(model: nn.Module, world: World) -> nn.Module:
    """The module to call for a training step; it averages gradients over the processes."""
    if world.size == 1:
        return model
    return nn.parallel.DistributedDataParallel(model, find_unused_parameters=True)


def any_says(flag: bool, world: World, device: torch.device) -> bool:
    """True for all when it is true for one, so that all stop at the same step."""
    if world.size == 1:
        return flag
    votes = torch.tensor([float(flag)], device=device)
    distributed.all_reduce(votes)
    return bool(votes.item() > 0)


def mean_over(total: float, rows: int, world: World, device: torch.device) -> float:
    """The mean over the rows of all processes."""
    sums = torch.tensor([total, float(rows)], dtype=torch.float64, device=device)
    if world.size > 1:
        distributed.all_reduce(sums)
    return float(sums[0] / sums[1].clamp(min=1))
