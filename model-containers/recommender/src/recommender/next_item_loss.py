"""What a sequential model is trained and judged by: the cross entropy of the item that truly came next."""

import torch
from torch import Tensor, nn
from torch.nn import functional

from recommender.session_batches import PAD, trimmed

AT_ONCE = 64  # next items compared with all others


class SampledLoss(nn.Module):
    """Over negatives shared by the batch, corrected for how they were drawn (log q of each item).

    A module, because DistributedDataParallel averages the gradients of what its forward has touched.
    """

    def __init__(self, network: nn.Module) -> None:
        super().__init__()
        self.network = network

    def forward(self, rows: Tensor, drawn: Tensor, correction: Tensor) -> Tensor:
        """(sessions, time) item numbers, (negatives,) items and (items,) log q to the mean over all next items."""
        network = self.network
        given, wanted = rows[:, :-1], rows[:, 1:]
        states = network(given.masked_fill(given == PAD, len(correction)))
        here = wanted != PAD
        states, wanted = network.scale.exp() * states[here], wanted[here]
        truth = (states * self._vectors(wanted)).sum(-1) + network.bias[wanted] - correction[wanted]
        others = states @ self._vectors(drawn).T + network.bias[drawn] - correction[drawn]
        others = others.masked_fill(drawn[None, :] == wanted[:, None], -1e9)
        logits = torch.cat([truth[:, None], others], dim=1)
        return functional.cross_entropy(logits, torch.zeros(len(logits), dtype=torch.long, device=logits.device))

    def _vectors(self, items: Tensor) -> Tensor:
        return functional.normalize(self.network.embedding(items), dim=-1)


@torch.no_grad()
def full_loss(network: nn.Module, rows: Tensor, last_only: bool = False) -> tuple[float, int]:
    """The sum over the whole catalogue, and of how many next items; `last_only` asks for each session's last alone."""
    network.eval()
    items = network.embedding.weight[:-1]
    vectors, bias = network.scale.exp() * functional.normalize(items, dim=-1), network.bias[:-1]
    total, targets = 0.0, 0
    for batch in rows[(rows != PAD).sum(1).argsort()].split(64) if len(rows) else ():
        batch = trimmed(batch).to(items.device)
        given, wanted = batch[:, :-1], batch[:, 1:]
        here = wanted != PAD
        if last_only:
            here = here & (torch.arange(here.shape[1], device=items.device) == here.sum(1, keepdim=True) - 1)
        states = network(given.masked_fill(given == PAD, len(items)))[here]
        for some, truth in zip(states.split(AT_ONCE), wanted[here].split(AT_ONCE), strict=True):
            logits = torch.addmm(bias, some, vectors.T)
            total += float((logits.logsumexp(1) - logits.gather(1, truth[:, None])[:, 0]).sum())
        targets += int(here.sum())
    return total, targets
