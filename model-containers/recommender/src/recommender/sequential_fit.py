"""Fit a network to what comes next: alone, or in step with other workers that hold the same sessions."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch
from common.devices import device_seconds
from common.distributed import World, in_step, mean_over
from torch import Tensor, nn

from recommender.next_item_loss import SampledLoss, full_loss
from recommender.session_batches import PAD, batches_of, own_part, trimmed

ALONE = World()
WARM_UP = 0.1  # of the training


@dataclass(frozen=True)
class SequentialConfig:
    dimensions: int = 64
    length: int = 20  # newest events of a session
    batch_sessions: int = 256  # of all workers together: more of them take the same steps, only sooner
    negatives: int = 2048  # of each worker
    epochs: int = 12
    patience: int = 2
    learning_rate: float = 3e-3
    dropout: float = 0.25
    scale: float = 12.0  # of the cosine, at the start
    seconds: float = 120.0  # of processor time, on a GPU by the clock on the wall
    workers: int | None = None  # by default one a GPU
    many_items: int = 20_000  # from so many on a step on a processor moves the vectors of those alone that it met
    seed: int = 7


@dataclass(frozen=True)
class NextItemData:
    """Padded sessions to learn from, and to judge an epoch by where there are any."""

    rows: Tensor
    held: Tensor
    sampling: Tensor  # (items,) how likely each is drawn as a negative
    last_only: bool


@dataclass(frozen=True)
class Fit:
    epochs: int
    validation_loss: float
    seconds: float
    events_per_second: float


def fit_network(
    network: nn.Module, data: NextItemData, config: SequentialConfig, device: torch.device, world: World = ALONE
) -> Fit:
    """Leave in `network` the epoch that validates best; without validation, the last of all `epochs`."""
    run = _Run.of(network, data, config, device, world)
    best_loss, best_epoch, best_state = math.inf, -1, {}
    seen = 0
    for epoch in range(config.epochs):
        seen += run.learn(epoch)
        spent = run.spent()
        if len(data.held):
            value = run.validate()
            if value < best_loss:
                best_loss, best_epoch = value, epoch
                best_state = {name: weight.detach().cpu().clone() for name, weight in network.state_dict().items()}
            elif epoch - best_epoch >= config.patience:
                break
        if spent > config.seconds:
            break
    if best_state:
        network.load_state_dict(best_state)
    spent = run.spent()
    return Fit(best_epoch + 1, best_loss, spent, mean_over(seen, 1, world, device) * world.size / spent)


@dataclass(frozen=True)
class _Run:
    """What stays the same from the first step to the last."""

    network: nn.Module
    loss: nn.Module
    optimizers: Sequence[torch.optim.Optimizer]
    data: NextItemData
    config: SequentialConfig
    device: torch.device
    world: World
    sampling: Tensor
    correction: Tensor
    shuffling: torch.Generator
    drawing: torch.Generator
    spent: Callable[[], float]

    @staticmethod
    def of(
        network: nn.Module, data: NextItemData, config: SequentialConfig, device: torch.device, world: World
    ) -> "_Run":
        """Products on a GPU are TF32: float32's range, and no sum or norm loses digits.

        Not bfloat16: there autocast hands cuDNN's GRU float16, and networks this narrow have little to gain.
        """
        if device.type == "cuda":
            torch.backends.cuda.matmul.fp32_precision = "tf32"
        optimizers = optimizers_of(network.to(device), config.many_items, device)
        loss = in_step(SampledLoss(network), world, uses_all=True)
        sampling = data.sampling.to(device)
        correction = torch.log(sampling * config.negatives)
        generators = _generators(config.seed, device, world)
        clock = stopwatch(device, world)
        return _Run(network, loss, optimizers, data, config, device, world, sampling, correction, *generators, clock)

    def learn(self, epoch: int) -> int:
        """One epoch, or as much of it as there is time for, one step at least; answers from how many events."""
        self.network.train()
        batches = batches_of(self.data.rows, self.config.batch_sessions, self.shuffling)
        seen = 0
        for step, batch in enumerate(batches, epoch * len(batches)):
            spent = self.spent()
            if seen and spent > self.config.seconds:
                break
            progress = max(step / (len(batches) * self.config.epochs), spent / self.config.seconds)
            seen += self.step(self.data.rows[own_part(batch, self.world)], rate_at(progress))
        return seen

    def step(self, rows: Tensor, rate: float) -> int:
        drawn = torch.multinomial(self.sampling, self.config.negatives, replacement=True, generator=self.drawing)
        loss = self.loss(trimmed(rows).to(self.device), drawn, self.correction)
        self.network.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        for optimizer in self.optimizers:
            optimizer.param_groups[0]["lr"] = self.config.learning_rate * rate
            optimizer.step()
        return int((rows[:, 1:] != PAD).sum())

    def validate(self) -> float:
        """Each worker judges by its share, and all learn the mean."""
        own = self.data.held[self.world.rank :: self.world.size]
        return mean_over(*full_loss(self.network, own, self.data.last_only), self.world, self.device)


def optimizers_of(network: nn.Module, many_items: int, device: torch.device) -> list[torch.optim.Optimizer]:
    """Adam (Kingma & Ba, 2015); of a large catalogue a processor moves only the vectors of the items that a step met.

    An item that is seldom met gets at once, by a first moment that forgets (beta1 = 0), about what Adam's would spread
    over later steps; with the usual one it learns a tenth of that. Moving all vectors costs a GPU next to nothing.
    """
    embedding = network.embedding
    embedding.sparse = device.type == "cpu" and embedding.num_embeddings > many_items
    if not embedding.sparse:
        return [torch.optim.Adam(network.parameters())]
    others = [weight for weight in network.parameters() if weight is not embedding.weight]
    return [torch.optim.Adam(others), torch.optim.SparseAdam([embedding.weight], betas=(0.0, 0.999))]


def rate_at(progress: float) -> float:
    """Linear warm-up, then half a cosine down to nothing, whether epochs or seconds end the training."""
    if progress < WARM_UP:
        return 0.05 + 0.95 * progress / WARM_UP
    return max(0.5 + 0.5 * math.cos(math.pi * min((progress - WARM_UP) / (1 - WARM_UP), 1.0)), 1e-3)


def stopwatch(device: torch.device, world: World) -> Callable[[], float]:
    """Seconds since now, the same number for all workers: what they decide by it, they decide alike.

    Processor time is that of all workers, as it is of all threads of one.
    """
    started = device_seconds(device)
    counted = 1 if device.type == "cuda" else world.size
    return lambda: mean_over(device_seconds(device) - started, 1, world, device) * counted


def _generators(seed: int, device: torch.device, world: World) -> tuple[torch.Generator, torch.Generator]:
    """What shuffles does it alike for all workers; what draws negatives draws others for each."""
    shuffling = torch.Generator().manual_seed(seed)
    if device.type == "cpu" and world.size == 1:
        return shuffling, shuffling
    return shuffling, torch.Generator(device).manual_seed(seed + 1 + world.rank)
