"""What a sequential model learns from in a step, and what an epoch is judged by."""

import pytest
import torch
from recommender import sequential_training
from recommender.next_item_loss import full_loss
from recommender.sequential_fit import SequentialConfig, optimizers_of
from recommender.sequential_training import NextItemNetwork, newest_of
from recommender.session_batches import PAD, padded
from small_shops import circle
from torch.nn import functional

CONFIG = SequentialConfig(dimensions=8)
CPU = torch.device("cpu")


@pytest.mark.parametrize(("many_items", "moved"), [(100, {0, 1, 2, 3, 4, 5}), (5, {1, 2, 4})])
def test_of_many_items_a_step_moves_those_that_it_met_and_of_few_all(many_items, moved):
    network = NextItemNetwork(6, CONFIG)
    optimizers = optimizers_of(network, many_items, CPU)
    before = network.embedding.weight.detach().clone()

    for met in ([0, 3, 5], [1, 2, 4]):
        kept = network.embedding.weight.detach().clone()
        network.zero_grad()
        (network.embedding(torch.tensor(met)).square().sum() + network.bias.sum()).backward()
        for optimizer in optimizers:
            optimizer.step()

    assert set((network.embedding.weight != kept).any(1).nonzero()[:, 0].tolist()) == moved
    assert not torch.equal(network.embedding.weight[:-1], before[:-1])
    assert float(network.bias.abs().min()) > 0


def test_an_epoch_is_judged_by_the_cross_entropy_over_the_whole_catalogue():
    shop = circle(30)
    network, rows = NextItemNetwork(len(shop.item_ids), CONFIG).eval(), padded(shop, 5)

    total, asked = full_loss(network, rows)
    last, sessions = full_loss(network, rows, last_only=True)

    items = network.scale.exp() * functional.normalize(network.embedding.weight[:-1], dim=-1)
    losses = [
        [
            float(functional.cross_entropy(network(session[:place][None])[0, -1] @ items.T + network.bias[:-1], told))
            for place, told in enumerate(session[1:], 1)
        ]
        for row in rows
        if len(session := row[row != PAD])
    ]
    assert (asked, sessions) == (sum(map(len, losses)), len(rows))
    assert total == pytest.approx(sum(map(sum, losses)), rel=1e-5)
    assert last == pytest.approx(sum(one[-1] for one in losses), rel=1e-5)


@pytest.mark.parametrize(
    ("items", "last_only", "kept"), [(10, False, 7), (10, True, 10), (101, False, 1), (1, False, 20)]
)
def test_of_a_long_catalogue_fewer_sessions_judge(items, last_only, kept, monkeypatch):
    monkeypatch.setattr(sequential_training, "COMPARED", 100)
    rows = torch.tensor([[1, 2, 3, PAD], [4, 5, PAD, PAD]] * 10)

    assert torch.equal(newest_of(rows, items, last_only), rows[-kept:])
