import math

import pytest
import torch
from generator.epochs import Pace, keep_best, schedule


def kept(validation_losses, epochs=10, patience=2, steps=1):
    """Of a training whose weight is the number of its epoch."""
    weight, losses = torch.zeros(1), iter(validation_losses)

    def learn(epoch):
        weight.fill_(float(epoch))
        return [1.0] * steps

    return keep_best(epochs, patience, learn, lambda: next(losses), lambda: {"weight": weight})


def test_keeps_the_epoch_that_validates_best_and_stops_waiting_for_a_better_one():
    best = kept([3.0, 1.0, 2.0, 1.5, 0.0])

    assert best.state["weight"].item() == 1
    assert best.validation_loss == 1.0
    assert [epoch.epoch for epoch in best.epochs] == [0, 1, 2, 3]


def test_a_loss_that_is_no_number_is_never_the_best():
    assert kept([math.nan, 2.0, math.nan], epochs=3).state["weight"].item() == 1
    with pytest.raises(FloatingPointError, match="lower the learning rate"):
        kept([math.nan, math.nan, math.nan])


def test_a_training_that_ends_before_its_first_step_does_not_blame_the_learning_rate():
    with pytest.raises(RuntimeError, match="stopped before it, or max_seconds"):
        kept([], steps=0)


def test_the_rate_follows_the_steps_until_time_is_ahead_of_them_or_somebody_stops():
    cpu = torch.device("cpu")
    slow = Pace(cpu, epochs=4, max_seconds=1e9, highest_rate=0.5, is_stopped=lambda: False)

    assert slow.rate(1.0) == 0.5 * schedule(0.25)
    assert slow.rate(4.0) is None
    assert Pace(cpu, 4, 1e-12, 0.5, lambda: False).rate(1.0) is None
    assert Pace(cpu, 4, 1e9, 0.5, lambda: True).rate(1.0) is None
